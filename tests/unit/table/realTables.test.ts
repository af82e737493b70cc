// Columns and targets as real tables have them: units, brackets, months, times of day, unnamed row numbers, keys that
// recur, and the target that a person would choose.
import { describe, expect, it } from 'vitest';
import { dateText, parseClock } from '$core/table/values/dates';
import { readText, valuesOf } from './support/read';

const rows = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');
const types = async (text: string) =>
  Object.fromEntries((await readText(text)).columns.map(({ name, type }) => [name, type]));

describe('numbers with something around them', () => {
  it('loses the unit that all of them carry, and says so', async () => {
    const read = await readText(
      `mass,engine,speed,y\n${rows(30, (i) => `${60 + i} kg,${998 + i} cc,${i + 0.5}kmpl,1`)}\n`,
    );
    expect(valuesOf(read, 'mass').slice(0, 2)).toEqual([60, 61]);
    expect(valuesOf(read, 'engine')[1]).toBe(999);
    expect(valuesOf(read, 'speed')[2]).toBe(2.5);
    expect(read.notes.filter(({ code }) => code === 'unit')).toHaveLength(3);
  });
  it('leaves codes that end in a letter, and mixed units, as they are', async () => {
    expect(
      await types(
        `drive,flat,mass\n${rows(30, (i) => `${i % 2 ? 4 : 2}wd,${1 + (i % 3)}A,${i}${i % 2 ? ' kg' : ' g'}`)}\n`,
      ),
    ).toMatchObject({
      drive: 'categorical',
      flat: 'categorical',
    });
    expect((await types(`mass\n${rows(30, (i) => `${i}${i % 2 ? ' kg' : ' g'}`)}\n`)).mass).not.toBe('numeric');
  });
  it('reads amounts in brackets as negative', async () => {
    const read = await readText(`profit\n"$1,200.50"\n($12.25)\n$3.00\n-$4\n`);
    expect(valuesOf(read, 'profit')).toEqual([1200.5, -12.25, 3, -4]);
  });
  it('takes words for "unknown" among numbers for missing, however many', async () => {
    const read = await readText(`rooms;y\n${rows(40, (i) => `${i % 4 === 0 ? 'k.A.' : `${i % 5},5`};1`)}\n`);
    expect(read.columns[0]).toMatchObject({ type: 'numeric', missing: 10 });
    const sheet = await readText(`x\n${rows(20, (i) => (i % 5 ? String(i) : '#DIV/0!'))}\n`);
    expect(sheet.columns[0]).toMatchObject({ type: 'numeric', missing: 4 });
  });
});

describe('time', () => {
  it.each([
    ['2020-03', '2020-03-01'],
    ['03/2020', '2020-03-01'],
    ['Mar 2020', '2020-03-01'],
    ['20200317', '2020-03-17'],
  ])('%s is a date', async (cell, date) => {
    const other = cell.replace('03', '04').replace('Mar', 'April');
    const read = await readText(`d,y\n${rows(6, (i) => `${i % 2 ? other : cell},${i}`)}\n`);
    expect(read.columns[0].type).toBe('date');
    expect(dateText(Number(valuesOf(read, 'd')[0]))).toBe(date);
  });
  it('does not take other whole numbers for days', async () => {
    expect((await types(`d\n${rows(20, (i) => String(20200110 + 7 * i))}\n`)).d).toBe('numeric');
  });
  it('is read as hours', async () => {
    const read = await readText(`at\n${rows(24, (i) => `${i}:30`)}\n`);
    expect(read.columns[0].type).toBe('numeric');
    expect(valuesOf(read, 'at')[7]).toBe(7.5);
    expect(parseClock('7:30 pm')).toBe(19.5);
    expect(parseClock('12:00:36 am')).toBeCloseTo(0.01, 12);
    expect(parseClock('7:61')).toBeNaN();
  });
});

describe('keys', () => {
  it('are identifiers though they recur', async () => {
    expect(
      await types(`patient_id,shopId,y\n${rows(90, (i) => `P${i % 30},${100 + (i % 45)},${i % 7}`)}\n`),
    ).toMatchObject({
      patient_id: 'id',
      shopId: 'id',
    });
    // A few kinds are categories, whatever their name.
    expect((await types(`item_id,y\n${rows(90, (i) => `k${i % 4},1`)}\n`)).item_id).toBe('categorical');
  });
  it('without a name in the header are still row numbers', async () => {
    const read = await readText(
      `"","class","age","survived"\n${rows(40, (i) => `"${i + 1}","${i % 3}rd","adult","${i % 2 ? 'yes' : 'no'}"`)}\n`,
    );
    expect(read.columns.map(({ name }) => name)).toEqual(['column_1', 'class', 'age', 'survived']);
    expect(read.roles).toMatchObject({ target: 'survived', task: 'binary', exclude: ['column_1', 'age'] });
  });
});

describe('the proposed target', () => {
  const target = async (header: string, line: (i: number) => string) =>
    (await readText(`${header}\n${rows(60, line)}\n`)).roles;
  it('is not what only marks the rows', async () => {
    expect(
      (await target('Ozone,Temp,Month,Day', (i) => `${i * 1.5},${60 + i},${1 + (i % 12)},${1 + (i % 30)}`)).target,
    ).toBe('Ozone');
    expect((await target('mv,crim,townid', (i) => `${i / 3},${i / 7},${i % 30}`)).target).toBe('mv');
  });
  it('is the telling name, also in words, and not an axis', async () => {
    expect((await target('income,age,vote', (i) => `${i * 1.5},${20 + i},${i % 2}`)).target).toBe('vote');
    expect((await target('carat,price,x,y,z', (i) => `${i / 9},${300 + i},${i / 7},${i / 6},${i / 5}`)).target).toBe(
      'price',
    );
    expect((await target('Miles_per_Gallon,hp,origin', (i) => `${i / 9},${i},${i % 3}`)).target).toBe(
      'Miles_per_Gallon',
    );
  });
  it('of many grades or counts is a quantity, of evenly spread digits are classes', async () => {
    // 0 to 10 piled up around 5, as the sum of ten coins.
    const score = (i: number) =>
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].find((k) => (i * 37) % 60 < [1, 2, 5, 12, 22, 38, 48, 55, 58, 59, 60][k])!;
    expect((await target('a,score', (i) => `${i / 7},${score(i)}`)).task).toBe('regression');
    expect((await target('a,figure', (i) => `${i / 7},${i % 10}`)).task).toBe('multiclass');
  });
});

it('does not take one of a numbered series for the target, and a salary wherever it stands', async () => {
  const genes = await readText(
    `cancer,g1,g2,g3\n${rows(40, (i) => `c${i % 5},${i}.5,${(i * 7) % 40}.25,${(i * 3) % 40}.1`)}\n`,
  );
  expect(genes.roles).toMatchObject({ target: 'cancer', task: 'multiclass' });
  const players = await readText(
    `hits,Salary,league\n${rows(40, (i) => `${i},${(i * 7) % 40}.5,${i % 2 ? 'A' : 'N'}`)}\n`,
  );
  expect(players.roles).toMatchObject({ target: 'Salary', task: 'regression' });
});
