// New tables against the columns of a model: what is found, at which column, in how many rows, and what is refused.
import { describe, expect, test } from 'vitest';
import { TablabError } from '$core/errors/error';
import { conform } from '$core/predict/conform';
import { hintOf } from '$core/predict/hints';
import { conformImages, luma } from '$core/predict/images';
import { matchColumns, type Chosen } from '$core/predict/match';
import { neededColumns } from '$core/predict/needed';
import { actualTarget } from '$core/predict/target';
import type { Column, ImageData8, Table } from '$core/table/types';
import { booleans, numbers, strings, tableOf } from '$datasets/columns';
import { fitted, labOf, readCsv, wordsOf } from '../../support/predicting';

const times = <T>(make: (i: number) => T, n = 40) => Array.from({ length: n }, (_, i) => make(i));
const table = tableOf([
  numbers(
    'Body Mass',
    times((i) => 10 + i),
  ),
  strings(
    'colour',
    times((i) => ['red', 'green', 'blue'][i % 3]),
  ),
  strings(
    'gaps',
    times((i) => (i % 4 === 0 ? null : i % 2 ? 'a' : 'b')),
  ),
  numbers(
    'day',
    times((i) => Date.UTC(2024, 0, 1 + i)),
    'date',
  ),
  booleans(
    'paid',
    times((i) => i % 2),
  ),
  strings(
    'code',
    times((i) => `0${1 + (i % 5)}`),
  ),
  strings(
    'y',
    times((i) => (i % 2 ? 'yes' : 'no')),
  ),
]);
const known = fitted(table, labOf({ target: 'y', task: 'binary' }));
const words = [...wordsOf(known.columns), 'y'];

/** Codes of the findings by column. */
async function found(text: string, chosen?: Chosen) {
  const read = await readCsv(text, words);
  const { findings, ...rest } = matchColumns(read, known, chosen);
  const short = findings.map(
    ({ column, level, rows, text }) => `${column} ${text.code.replace('predict-', '')} ${level} ${rows}`,
  );
  return { ...rest, short, findings, read };
}
const cells = ({ data }: Column) =>
  data.kind === 'dict'
    ? Array.from(data.codes, (code) => (code < 0 ? null : data.dictionary[code]))
    : data.kind === 'number'
      ? Array.from(data.values)
      : [];
const columnIn = ({ columns }: Table, name: string) => cells(columns.find((one) => one.name === name)!);
const header = 'Body Mass,colour,gaps,day,paid,code';

describe('columns', () => {
  test('the same columns hold nothing to say, in whatever order, with the target or without', async () => {
    const { short, target, extra } = await found('code,day,paid,gaps,colour,Body Mass\n02,2024-01-20,true,a,red,20\n');
    expect([short, target, extra]).toEqual([[], null, []]);
    const judged = await found(`y,${header}\nyes,20,red,b,2024-01-20,false,02\n`);
    expect([judged.short, judged.extra]).toEqual([[], []]);
    expect(cells(judged.target!)).toEqual(['yes']);
  });

  test('a missing one is missing in every row; an extra one is told of and kept out', async () => {
    const {
      short,
      table: made,
      extra,
      findings,
    } = await found('Body Mass,gaps,day,paid,code,note\n20,a,2024-01-20,true,02,x\n21,b,2024-01-21,true,03,y\n');
    expect(short).toEqual(['colour column-missing warning 2', ' columns-extra note 2']);
    expect(columnIn(made, 'colour')).toEqual([null, null]);
    expect(made.columns.map(({ name }) => name)).not.toContain('note');
    expect(extra).toEqual(['note']);
    expect(findings[0].text.action).toMatch(/0 in all its features/);
  });

  test('a name that differs in case and signs alone is taken, unless two do; a person may choose another', async () => {
    const close = await found(`body_mass,${header.slice(10)}\n20,red,a,2024-01-20,true,02\n`);
    expect(close.short).toEqual(['Body Mass column-taken note 1']);
    const two = await found(`body_mass,BodyMass,${header.slice(10)}\n20,30,red,a,2024-01-20,true,02\n`);
    expect(two.short[0]).toBe('Body Mass column-missing warning 1');
    const chosen = await found(`body_mass,BodyMass,${header.slice(10)}\n20,30,red,a,2024-01-20,true,02\n`, {
      'Body Mass': 'BodyMass',
    });
    expect(columnIn(chosen.table, 'Body Mass')).toEqual([30]);
    const none = await found(`${header}\n20,red,a,2024-01-20,true,02\n`, { colour: null });
    expect(none.short).toContain('colour column-missing warning 1');
  });

  test('a table with none of them is refused, and says what it has', async () => {
    await expect(found('a,b\n1,2\n')).rejects.toMatchObject({
      code: 'predict-no-columns',
      details: { found: '"a", "b"' },
    });
  });

  test('what steps on the table read is needed, and what nothing reads is not', () => {
    const lab = labOf(
      { target: 'y', task: 'binary' },
      {
        derive: [
          { id: 'f', type: 'expression', options: { formulas: 'heavy = `Body Mass` > 30' } },
          { id: 'd', type: 'dropColumns', columns: ['gaps'] },
          { id: 'p', type: 'dateParts', columns: ['day'] },
        ],
      },
    );
    const { prepared } = fitted(table, { ...lab, roles: { ...lab.roles, exclude: ['code', 'colour', 'Body Mass'] } });
    // It drops `gaps`, which has to be there for that.
    expect(neededColumns(prepared.pipeline, table)).toEqual(['Body Mass', 'gaps', 'day', 'paid']);
    const plain = fitted(table, {
      ...labOf({ target: 'y', task: 'binary' }),
      roles: { target: 'y', task: 'binary', exclude: ['code'] },
    });
    expect(plain.columns.map(({ name }) => name)).toEqual(['Body Mass', 'colour', 'gaps', 'day', 'paid']);
  });
});

describe('values', () => {
  test('unseen, out of range, missing where training had none', async () => {
    const { short, findings } = await found(
      `${header}\n20,purple,a,2024-01-20,true,02\n5000,,,2031-01-01,false,77\n,mauve,b,2024-01-21,true,03\n`,
    );
    expect(short).toEqual([
      'Body Mass missing warning 1',
      'Body Mass range warning 1',
      'colour missing warning 1',
      'colour unseen warning 2',
      'day range warning 1',
      'code unseen warning 1',
    ]);
    expect(findings[1].text.message).toMatch(/outside 12 to 49, the range of the training rows: 1, such as 5,000/);
    expect(findings[3].text.message).toMatch(/such as "purple"/);
    expect(findings[4].text.message).toMatch(/2024-01-03 to 2024-02-09.*2031-01-01/);
  });

  test('another type: what can be read is, the rest counts as missing', async () => {
    const {
      short,
      table: made,
      findings,
    } = await found(`${header}\nheavy,red,a,20.1.2024,yes,02\n"1,020",red,a,gestern,maybe,03\n`);
    expect(short).toEqual([
      'Body Mass type warning 1',
      'Body Mass range warning 1',
      'day type warning 1',
      'paid type warning 1',
    ]);
    expect(columnIn(made, 'Body Mass')).toEqual([NaN, 1020]);
    expect(columnIn(made, 'day')).toEqual([Date.UTC(2024, 0, 20), NaN]);
    expect(columnIn(made, 'paid')).toEqual([1, NaN]);
    expect(findings[0].text.message).toMatch(/as numbers: 1, such as "heavy"/);
  });

  test('a comma or a day that could be read two ways is read as the training values are', () => {
    const [mass, , , day] = known.columns;
    const read = (column: Column, want = mass) => cells(conform(column, want).column);
    expect(read(strings('m', ['14,125', 'x']))).toEqual([14.125, NaN]);
    expect(read(strings('m', ['14,125', '20,5']))).toEqual([14.125, 20.5]);
    expect(read(strings('m', ['14,125', '1,020,300']))).toEqual([14125, 1020300]);
    expect(read(strings('d', ['02/01/2024', '?']), day)).toEqual([Date.UTC(2024, 1, 1), NaN]);
    expect(read(strings('d', ['05/01/2024', '?']), day)).toEqual([Date.UTC(2024, 0, 5), NaN]);
    expect(read(strings('d', ['05.01.2024', '?']), day)).toEqual([Date.UTC(2024, 0, 5), NaN]);
  });

  test('codes in digits stay the words that they are', async () => {
    const { table: made, short } = await found(`${header}\n20,red,a,2024-01-20,true,02\n21,red,a,2024-01-20,true,2\n`);
    expect(columnIn(made, 'code')).toEqual(['02', '2']);
    expect(short).toEqual(['code unseen warning 1']);
  });

  test('numbers that a lab reads as categories, and days in digits', () => {
    const years = {
      ...numbers(
        'year',
        times((i) => 2000 + (i % 3)),
      ),
      type: 'categorical' as const,
    };
    const more = tableOf([
      years,
      numbers(
        'stamp',
        times((i) => 20240101 + (i % 28)),
      ),
      strings(
        'y',
        times((i) => (i % 2 ? 'b' : 'a')),
      ),
    ]);
    const model = fitted(more, labOf({ target: 'y', task: 'binary' }));
    const fresh = tableOf([
      numbers('year', [2001, 1990]),
      numbers('stamp', [Date.UTC(2024, 0, 5), Date.UTC(2024, 0, 6)], 'date'),
    ]);
    const { findings, table: made } = matchColumns(fresh, model);
    expect(findings.map(({ column, text }) => [column, text.code])).toEqual([['year', 'predict-unseen']]);
    expect(columnIn(made, 'stamp')).toEqual([20240105, 20240106]);
    const dates = tableOf([
      numbers(
        'day',
        times((i) => Date.UTC(2024, 0, 1 + i)),
        'date',
      ),
      strings(
        'y',
        times((i) => (i % 2 ? 'b' : 'a')),
      ),
    ]);
    const [day] = fitted(dates, labOf({ target: 'y', task: 'binary' })).columns;
    const { column, unread } = conform(numbers('day', [20240105, 7, NaN]), day);
    expect([cells(column), unread]).toEqual([[Date.UTC(2024, 0, 5), NaN, NaN], 1]);
  });
});

describe('the target', () => {
  test('classes by name; those that the model does not know are left out and counted', () => {
    const { pipeline } = known.prepared;
    const made = actualTarget(strings('y', ['yes', 'no', 'perhaps', null]), known.target, pipeline)!;
    expect([...made.encoded]).toEqual([1, 0, NaN, NaN]);
    expect([made.present, made.unread, made.example]).toEqual([2, 1, 'perhaps']);
  });
  test('values, and what is none', () => {
    const { prepared, target } = fitted(table, labOf({ target: 'Body Mass', task: 'regression' }));
    const made = actualTarget(strings('Body Mass', ['20', 'x', null]), target, prepared.pipeline)!;
    const { mean, std } = prepared.pipeline.targetScale;
    expect(made.encoded[0]).toBe(Math.fround((20 - mean) / std));
    expect([made.present, made.unread, made.example]).toEqual([1, 1, 'x']);
  });
});

describe('images', () => {
  const image = (shape: ImageData8['shape'], pixels: number[]): ImageData8 => ({
    kind: 'image',
    shape,
    pixels: Uint8Array.from(pixels),
  });
  test('another size by area, both ways', () => {
    const large = image([2, 4, 1], [0, 100, 200, 40, 20, 0, 0, 0]);
    expect([...conformImages(large, [1, 2, 1]).pixels]).toEqual([30, 60]);
    expect([...conformImages(image([1, 1, 1], [9]), [2, 2, 1]).pixels]).toEqual([9, 9, 9, 9]);
    expect(conformImages(large, [2, 4, 1])).toEqual(large);
  });
  test('grey from colours and colours from grey', () => {
    expect([...conformImages(image([1, 2, 3], [255, 0, 0, 0, 0, 255]), [1, 2, 1]).pixels]).toEqual([76, 29]);
    expect(luma(255, 255, 255)).toBe(255);
    expect([...conformImages(image([1, 2, 1], [7, 9]), [1, 2, 3]).pixels]).toEqual([7, 7, 7, 9, 9, 9]);
  });
  test('size and colours are told of; no image is refused', () => {
    const pictures = (shape: ImageData8['shape'], n: number): Column => ({
      name: 'image',
      type: 'image',
      data: image(
        shape,
        times((i) => i % 256, n * shape[0] * shape[1] * shape[2]),
      ),
    });
    const model = fitted(
      {
        rows: 20,
        columns: [
          pictures([2, 2, 1], 20),
          strings(
            'label',
            times((i) => (i % 2 ? 'a' : 'b'), 20),
          ),
        ],
      },
      labOf({ target: 'label', task: 'binary' }),
    );
    const other: Table = { rows: 2, columns: [{ ...pictures([4, 3, 3], 2), name: 'photo' }] };
    const { findings, table: made } = matchColumns(other, model);
    expect(findings.map(({ text, rows }) => [text.code, rows])).toEqual([
      ['predict-image-size', 2],
      ['predict-image-colour', 2],
    ]);
    expect(made.columns[0]).toMatchObject({ name: 'image', data: { shape: [2, 2, 1] } });
    const folders: Table = { rows: 2, columns: [pictures([2, 2, 1], 2), strings('label', ['b', 'a'])] };
    const digits = { ...model, pipeline: { ...model.pipeline, target: 'digit' } };
    expect(matchColumns(folders, digits)).toMatchObject({ target: { name: 'label' }, extra: [], findings: [] });
    expect(() => matchColumns(tableOf([numbers('a', [1])]), model)).toThrow(TablabError);
  });
});

test('the form for one row says type, range and words, and begins with a typical row', () => {
  const hints = Object.fromEntries(known.columns.map((profile) => [profile.name, hintOf(profile)]));
  expect(hints['Body Mass']).toMatchObject({ options: null, range: '12 to 49', whole: true });
  expect(Number(hints['Body Mass'].typical)).toBeGreaterThan(20);
  expect(hints.colour.options!.slice().sort()).toEqual(['blue', 'green', 'red']);
  expect(hints.colour.typical).toBe(hints.colour.options![0]);
  expect(hints.paid).toMatchObject({ options: ['true', 'false'], kind: 'number' });
  expect(hints.day.typical).toMatch(/^2024-0[12]-\d\d$/);
});
