// The forms in which a table of configurations may come, and columns that belong together.
import { describe, expect, it } from 'vitest';
import { joined } from '$core/replay/joined';
import { readRows } from '$core/replay/rows';
import { tableOf } from '$core/replay/table';
import { thrownCode } from '../../support/thrown';

const read = (value: unknown) => readRows('t.json', typeof value === 'string' ? value : JSON.stringify(value));
const cell = (op: string) => `|${op}~0|+|none~0|none~1|+|none~0|none~1|none~2|`;

describe('JSON', () => {
  const rows = [
    { arch: 'ab', acc: 1 },
    { arch: 'ba', acc: 2 },
  ];
  const table = {
    columns: ['arch', 'acc'],
    rows: [
      ['ab', 1],
      ['ba', 2],
    ],
  };

  it('may be an object on each line, or the list inside an object', () => {
    expect(read(rows.map((row) => JSON.stringify(row)).join('\n'))).toEqual(table);
    expect(read({ space: 'mine', results: rows })).toEqual(table);
    expect(thrownCode(() => read('{"a": 1}\nnothing'))).toBe('replay-file');
  });

  it('may hold columns, as lists or as pandas writes them', () => {
    expect(read({ arch: ['ab', 'ba'], acc: [1, 2] })).toEqual(table);
    expect(read({ arch: { 0: 'ab', 1: 'ba' }, acc: { 0: 1, 1: 2 } })).toEqual(table);
    expect(
      read({
        columns: ['arch', 'acc'],
        index: [0, 1],
        data: [
          ['ab', 1],
          ['ba', 2],
        ],
      }),
    ).toEqual(table);
  });

  it('may be rows, with or without their names', () => {
    expect(
      read([
        ['arch', 'acc'],
        ['ab', 1],
        ['ba', 2],
      ]),
    ).toEqual(table);
    expect(
      read([
        ['ab', 1],
        ['ba', 2],
      ]),
    ).toEqual({ ...table, columns: ['architecture', 'value'] });
    expect(
      read([
        ['x', 3, 1],
        ['y', 4, 2],
      ]).columns,
    ).toEqual(['column 1', 'column 2', 'value']);
    expect(thrownCode(() => read([['ab', 1], ['ba']]))).toBe('replay-file');
  });

  it('keeps the names of results by configuration, but not numbers and hashes beside an architecture', () => {
    expect(read({ '01': { acc: 1 }, '10': { acc: 2 } })).toMatchObject({ columns: ['acc', 'genes'], keys: 'genes' });
    expect(read({ '01': [1, 2], '10': [2, 3], '11': [4, 4] })).toMatchObject({
      columns: ['value', 'genes'],
      keys: 'genes',
    });
    const hashes = { '049aeedabb47c164': rows[0], '149aeedabb47c165': rows[1] };
    expect(read(hashes)).toEqual(table);
    expect(read({ 0: rows[0], 1: rows[1] })).toEqual(table);
  });
});

describe('CSV', () => {
  it('may lack the names of its columns where the first line is a row', () => {
    const text = `${cell('none')},91.5\n${cell('skip_connect')},92.25`;
    expect(read(text)).toMatchObject({ columns: ['architecture', 'value'], rows: { length: 2 } });
    expect(read('3,relu,0.5\n4,relu,0.6')).toMatchObject({
      columns: ['column 1', 'column 2', 'value'],
      rows: { length: 2 },
    });
    expect(read('3,relu,0.5\n4,tanh,0.6').rows).toHaveLength(1);
    expect(thrownCode(() => read('3,4,0.5\n4,4,0.6'))).toBe('replay-file');
  });
});

describe('columns that belong together', () => {
  const hot = 'op_none,op_conv_3x3,op_skip,units,acc seed 1,acc seed 2,acc seed 3\n';
  const text = `${hot}1,0,0,8,1,2,3\n0,1,0,8,4,5,\n0,0,1,8,7,nan,9\n1,0,0,9,2,2,2`;

  it('are one setting, and one result with its repeats', () => {
    const { columns, rows, notes } = joined(read(text));
    expect(columns).toEqual(['op', 'units', 'acc']);
    expect(rows).toEqual([
      ['none', '8', [1, 2, 3]],
      ['conv_3x3', '8', [4, 5]],
      ['skip', '8', [7, null, 9]],
      ['none', '9', [2, 2, 2]],
    ]);
    expect(notes).toEqual([
      'op: op_none to op_skip, of which each row has one',
      'acc: acc seed 1 to acc seed 3, evaluations of one configuration',
    ]);
  });

  it('stay as they are where one is spoken of by name, or a row has none or two', () => {
    const named = new Set(['acc seed 2', 'op_skip']);
    expect(joined(read(text), named).columns).toEqual(read(text).columns);
    for (const row of ['1,1,0,8,1,2,3', '0,0,0,8,1,2,3'])
      expect(joined(read(`${text}\n${row}`)).columns.slice(0, 3)).toEqual(['op_none', 'op_conv_3x3', 'op_skip']);
    // Without a common beginning they may be switches.
    expect(joined(read('conv,pool,acc\n1,0,3\n0,1,4')).columns).toEqual(['conv', 'pool', 'acc']);
  });
});

describe('rows by epochs', () => {
  const choices = {
    values: [{ column: 'acc', direction: 'maximize' as const }],
    ignore: [],
    categories: [],
    nearest: false,
  };

  it('count where a configuration was trained longest, each seed of them', () => {
    const rows = ['a,epochs,acc', '1,4,9', '1,12,3', '1,12,5', '1,4,9', '2,12,6', '2,4,1', '3,4,2'];
    const { space, configurations, notes } = tableOf(read(rows.join('\n')), { ...choices, epochs: 'epochs' });
    expect(space.map(({ path }) => path)).toEqual(['a']);
    expect(configurations.map(({ params, repeats }) => [params.a, repeats])).toEqual([
      [1, [[3], [5]]],
      [2, [[6]]],
      [3, [[2]]],
    ]);
    expect(notes[0]).toBe('epochs: the rows of a configuration that were trained longest count');
  });

  it('in a list end at what counts', () => {
    const table = read([
      { a: 1, acc: [1, 5, 4] },
      { a: 2, acc: [1, 2, 7] },
    ]);
    expect(tableOf(table, { ...choices, ends: ['acc'] }).configurations.map(({ mean }) => mean)).toEqual([[4], [7]]);
  });
});
