// JSON in each shape that tables take.
import { describe, expect, it } from 'vitest';
import { codeOf, columnOf, noteCodes, readText, typesOf, valuesOf } from './support/read';

const rows = [
  { a: 1, b: 'x', ok: true, when: '2020-01-02' },
  { a: 2.5, b: 'y', ok: false, when: '2020-01-03' },
  { a: null, b: 'x', ok: true, when: null },
];
const columns = {
  a: [1, 2.5, null],
  b: ['x', 'y', 'x'],
  ok: [true, false, true],
  when: ['2020-01-02', '2020-01-03', null],
};

describe('shapes', () => {
  const shapes: [string, string][] = [
    ['an array of objects', JSON.stringify(rows)],
    ['an object that holds rows', JSON.stringify({ meta: { n: 3 }, data: rows })],
    ['one object per line', rows.map((row) => JSON.stringify(row)).join('\n') + '\n'],
    ['an object of columns', JSON.stringify(columns)],
    [
      'an object of objects by row',
      JSON.stringify(Object.fromEntries(Object.entries(columns).map(([k, v]) => [k, { ...v }]))),
    ],
    [
      'split into columns and data',
      JSON.stringify({ columns: Object.keys(columns), data: rows.map((row) => Object.values(row)) }),
    ],
    [
      'an array of arrays under names',
      JSON.stringify([Object.keys(columns), ...rows.map((row) => Object.values(row))]),
    ],
  ];
  it.each(shapes)('reads %s', async (_, text) => {
    const read = await readText(text, 'table.json');
    expect(typesOf(read)).toEqual({ a: 'numeric', b: 'categorical', ok: 'boolean', when: 'date' });
    expect(valuesOf(read, 'a')).toEqual([1, 2.5, null]);
    expect(valuesOf(read, 'b')).toEqual(['x', 'y', 'x']);
    expect(valuesOf(read, 'when')).toEqual([Date.UTC(2020, 0, 2), Date.UTC(2020, 0, 3), null]);
  });

  it('gives a CSV and a JSON of the same content the same identity', async () => {
    const csv = await readText('a,b,ok,when\n1,x,true,2020-01-02\n2.5,y,false,2020-01-03\n,x,true,\n');
    expect((await readText(JSON.stringify(rows), 'table.json')).sha256).toBe(csv.sha256);
  });

  it('recognises JSON without being told by the name', async () => {
    expect((await readText(JSON.stringify(rows), 'download')).table.rows).toBe(3);
  });
});

describe('quirks', () => {
  it('completes rows that lack a key, also when it appears late', async () => {
    const read = await readText('[{"a":1},{"b":2},{"a":3,"b":4}]', 't.json');
    expect(valuesOf(read, 'a')).toEqual([1, null, 3]);
    expect(valuesOf(read, 'b')).toEqual([null, 2, 4]);
  });

  it('spreads objects in rows over columns and keeps lists as text', async () => {
    const read = await readText('[{"p":{"x":1,"q":{"y":2}},"l":[1,2]},{"p":{"x":3},"l":[]}]', 't.json');
    expect(read.table.columns.map(({ name }) => name)).toEqual(['p.x', 'p.q.y', 'l']);
    expect(valuesOf(read, 'l')).toEqual(['[1,2]', '[]']);
    expect(noteCodes(read)).toContain('nested-values');
  });

  it('turns a column of mixed values into text, exactly', async () => {
    const read = await readText('[{"a":1.5},{"a":"x"},{"a":true},{"a":0.1}]', 't.json');
    expect(valuesOf(read, 'a')).toEqual(['1.5', 'x', 'true', '0.1']);
  });

  it('takes no value from what every object has where a column has none', async () => {
    const read = await readText('{"x":{"constructor":1,"__proto__":2,"a":3},"y":{"a":1}}', 't.json');
    expect(valuesOf(read, 'x')).toEqual([1, 2, 3]);
    expect(valuesOf(read, 'y')).toEqual([null, null, 1]);
    expect(noteCodes(read)).not.toContain('nested-values');
  });

  it('reads numbers written as strings', async () => {
    expect(columnOf(await readText('[{"a":"1.5"},{"a":"2"}]', 't.json'), 'a').type).toBe('numeric');
  });

  it('reads the NaN of Python as missing, but not inside strings', async () => {
    const read = await readText('[{"a":NaN,"b":"NaN, -Infinity"},{"a":-Infinity,"b":"y"},{"a":2,"b":"z"}]', 't.json');
    expect(valuesOf(read, 'a')).toEqual([null, null, 2]);
    expect(valuesOf(read, 'b')[0]).toBe('NaN, -Infinity');
  });

  it.each([
    ['{"a":1', 'file-unreadable'],
    ['"only text"', 'file-unreadable'],
    ['{"type":"Topology","objects":{}}', 'file-unreadable'],
    ['[]', 'table-empty'],
    ['[{}]', 'table-empty'],
    ['', 'file-empty'],
    [`[{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}]`, 'file-unreadable'],
    ['{"data":'.repeat(50_000) + '1' + '}'.repeat(50_000), 'file-unreadable'],
  ])('refuses %s', async (text, code) => {
    expect(await codeOf(readText(text, 't.json'))).toBe(code);
  });
});
