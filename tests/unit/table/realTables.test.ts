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

describe('what other tables do', () => {
  const nameOf = (read: Awaited<ReturnType<typeof readText>>) => read.columns.map(({ name }) => name);

  it('amounts cut to thousands and millions are written out; a letter behind a few numbers is not', async () => {
    const read = await readText(
      `film,gross\n${rows(40, (i) => `f${i},${i % 9 === 0 ? '-' : i % 4 ? `$${i}.5M` : `$${i}00K`}`)}\n`,
    );
    expect(valuesOf(read, 'gross').slice(0, 5)).toEqual([null, 1.5e6, 2.5e6, 3.5e6, 4e5]);
    expect(read.notes.map(({ message }) => message)).toContain(
      'Amounts of "gross" were written out: "$1.5M" became 1500000.',
    );
    expect(read.roles).toMatchObject({ target: 'gross', task: 'regression' });
    const mixed = await readText(`n\n${rows(20, (i) => `${i}.25${['', 'k', 'M', 'bn'][i % 4]}`)}\n`);
    expect(valuesOf(mixed, 'n').slice(4, 8)).toEqual([4.25, 5250, 6_250_000, 7.25e9]);
    expect((await types(`flat,y\n${rows(40, (i) => `${i % 3}${'BM'[i % 2]},${i}`)}\n`)).flat).toBe('categorical');
  });

  it('a header of numbers in order, as programs write columns without names', async () => {
    for (const start of [0, 1]) {
      const read = await readText(
        `${start},${start + 1},${start + 2},label\n${rows(12, (i) => `${i / 7},${i},${12 - i},c${i % 3}`)}\n`,
      );
      expect(nameOf(read)).toEqual([`${start}`, `${start + 1}`, `${start + 2}`, 'label']);
      expect(read.roles.target).toBe('label');
    }
    // Values that happen to begin so go on so.
    const data = await readText('1,2,3\n2,3,4\n1,2,3\n');
    expect(nameOf(data)[0]).toBe('1');
    expect(nameOf(await readText('1,2,3\n1,2,3\n4,5,6\n'))[0]).toBe('column_1');
  });

  it('a header in two lines: a question once, and its answers below', async () => {
    const read = await readText(
      `id,Seen?,Which films?,,,Age\n,Answer,One,Two,Three,Answer\n${rows(20, (i) => `${3_000_000 + i},${i % 2 ? 'yes' : 'no'},${i % 3},${i % 4},${i % 5},${20 + i}`)}\n`,
    );
    expect(nameOf(read)).toEqual([
      'id',
      'Seen?',
      'Which films?: One',
      'Which films?: Two',
      'Which films?: Three',
      'Age',
    ]);
    expect(read.table.rows).toBe(20);
    expect(read.notes.map(({ code }) => code)).toContain('double-header');
    // A first row with gaps is a row.
    const gaps = await readText('town,country,river\nUlm,,\n,Italy,Po\nRome,Italy,Tiber\n');
    expect(gaps.table.rows).toBe(3);
  });

  it('a year before the month is a date', async () => {
    const read = await readText(
      `first,y\n${rows(12, (i) => `"${1939 + i}, ${['May', 'June', 'October'][i % 3]}",${i}`)}\n`,
    );
    expect(read.columns[0].type).toBe('date');
    expect(dateText(Number(valuesOf(read, 'first')[1]))).toBe('1940-06-01');
  });

  it('a web page that was saved in place of the data is refused in words', async () => {
    await expect(readText('\n\n<!DOCTYPE html>\n<html lang="en">\n<head>a,b</head>\n')).rejects.toMatchObject({
      code: 'file-web-page',
    });
  });

  const target = async (header: string | null, line: (i: number) => string) =>
    (await readText(`${header === null ? '' : `${header}\n`}${rows(60, line)}\n`)).roles;
  it('the target without a header stands last', async () => {
    expect(await target(null, (i) => `${i / 7},${i % 9},${i % 2}`)).toMatchObject({
      target: 'column_3',
      task: 'binary',
    });
  });
  it('the target is not nearly empty, nor a count of deaths as classes, nor a code', async () => {
    expect(
      (await target('a,b,back', (i) => `${i / 7},${i % 2 ? 'x' : 'y'},${i === 3 ? 'yes' : i === 4 ? 'no' : ''}`))
        .target,
    ).toBe('a');
    expect(await target('death,a', (i) => `${i % 14},${i / 7}`)).toMatchObject({ target: 'a', task: 'regression' });
    expect(
      (await target('year,pass,decade code', (i) => `${1950 + i},${i % 2 ? 'yes' : 'no'},${1 + (i % 3)}`)).target,
    ).toBe('pass');
    expect((await target('lang,class', (i) => `${i / 7},${100 + 3 * i}`)).target).toBe('class');
    expect((await readText(`class,lang\n${rows(240, (i) => `${100 + i},${i / 7}`)}\n`)).roles.target).toBe('lang');
  });
  it('the target is what kind a row is of where that stands first, or the one score', async () => {
    expect((await target('type,cap,odor', (i) => `${'pe'[i % 2]},${'xyz'[i % 3]},${'abcd'[i % 4]}`)).target).toBe(
      'type',
    );
    expect(
      (await target('name,inspection_score,weekend', (i) => `n${i % 9},${80 + (i % 20)},${i % 2 ? 'yes' : 'no'}`))
        .target,
    ).toBe('inspection_score');
  });
});
