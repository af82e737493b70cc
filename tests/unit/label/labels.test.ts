// Labels in a document: the same text for the same labels, however they came about; what a stranger's link may not do;
// and what they make of a table.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { labelled, newColumn, withLabels, type Labels } from '$core/label/apply';
import { checkLabels } from '$core/label/check';
import {
  countLabels,
  givenOf,
  packed,
  unpacked,
  withClasses,
  withKept,
  withLabel,
  withoutColumn,
} from '$core/label/edit';
import { keysOf, queueOf, type QueueInput } from '$core/label/queue';
import { rowsIn, rowSetText } from '$core/label/rowSet';
import { mostLabels } from '$core/label/schema';
import { decodeLink, encodeLink, labFromText, labToText } from '$core/lab/codec';
import { defaultFeatures, defaultSplit, type Lab } from '$core/lab/document';
import { prepare } from '$core/pipeline/prepare';
import type { Column, Table } from '$core/table/types';

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'none';
};
const lab: Lab = {
  format: 'tablab',
  version: 1,
  title: 'Labels',
  seed: 1,
  data: { kind: 'bundled', id: 'penguins' },
  roles: { target: 'y', task: 'binary', exclude: [] },
  features: defaultFeatures,
  split: defaultSplit,
  executor: 'auto',
  steps: [],
};
const dict = (name: string, values: readonly (string | null)[]): Column => {
  const dictionary = [...new Set(values.filter((value) => value !== null))];
  const codes = Int32Array.from(values, (value) => (value === null ? -1 : dictionary.indexOf(value)));
  return { name, type: 'categorical', data: { kind: 'dict', codes, dictionary } };
};
const numbers = (name: string, values: readonly number[]): Column => ({
  name,
  type: 'numeric',
  data: { kind: 'number', values: Float64Array.from(values) },
});
const textsOf = ({ data }: Column) =>
  data.kind === 'dict' ? Array.from(data.codes, (code) => (code < 0 ? null : data.dictionary[code])) : null;

test('row sets keep their rows and are the shortest text', () => {
  expect(rowSetText([5, 3, 4, 17])).toBe('3-5,17');
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(300)), (rows) => {
      expect([...rowsIn(rowSetText(rows))]).toEqual([...rows].sort((a, b) => a - b));
    }),
  );
});

describe('edits', () => {
  const at = { column: 'y', of: 50 };
  const action = fc.record({ row: fc.nat(49), value: fc.constantFrom(null, 'a', 'b', 'c') });

  it('give the same text whatever the order, and nothing where nothing is left', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const original = (row: number) => (row % 2 ? 'a' : null);
        const last = new Map<number, string | null>();
        let labels: Labels | undefined;
        for (const { row, value } of actions) {
          labels = withLabel(labels, at, row, value, original(row));
          last.set(row, value);
        }
        let again: Labels | undefined;
        for (const [row, value] of [...last].reverse()) again = withLabel(again, at, row, value, original(row));
        expect(again).toEqual(labels);
        if (labels) {
          checkLabels(labels);
          expect(packed(unpacked(labels[0]))).toEqual(labels[0]);
        }
        for (const [row, value] of last) {
          const given = givenOf(labels, 'y', 50);
          expect(given.values.has(row) ? given.values.get(row) : original(row)).toBe(value);
        }
        for (const [row] of last) labels = withLabel(labels, at, row, null, null);
        expect(givenOf(labels, 'y', 50).kept.size).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
  it('keep a label that is right, and count it', () => {
    const labels = withKept(withLabel(undefined, at, 1, 'b', 'a'), at, 2);
    expect(labels).toEqual([{ column: 'y', of: 50, values: [{ value: 'b', rows: '1' }], kept: '2' }]);
    expect(countLabels(labels)).toBe(2);
    expect(withLabel(undefined, at, 2, 'a', 'a')).toEqual([{ column: 'y', of: 50, kept: '2' }]);
    expect(withoutColumn(labels, 'y')).toBeUndefined();
  });
  it('end at what a document may hold', () => {
    const of = mostLabels + 10;
    const full: Labels = [{ column: 'y', of, kept: `0-${mostLabels - 1}` }];
    expect(codeOf(() => withLabel(full, { column: 'y', of }, mostLabels, 'a', null))).toBe('labels-too-many');
    const classes = Array.from({ length: 1001 }, (_, i) => `c${i}`);
    expect(codeOf(() => withClasses(undefined, at, classes))).toBe('labels-too-many-classes');
    const columns = Array.from({ length: 20 }, (_, i) => ({ column: `c${i}`, of, classes: ['a'] }));
    expect(codeOf(() => withClasses(columns, at, ['a']))).toBe('labels-too-many-columns');
  });
});

describe('labels from outside', () => {
  const withSets = (labels: unknown) => labFromText(JSON.stringify({ ...lab, labels }));
  it('survive links and files', async () => {
    const labels = withClasses(withLabel(undefined, { column: 'y', of: 344 }, 7, 'a', null), { column: 'y', of: 344 }, [
      'b',
      'a',
    ])!;
    const own: Lab = { ...lab, labels: [...labels] };
    expect(await decodeLink(await encodeLink(own))).toEqual(own);
    expect(labFromText(labToText(own))).toEqual(own);
  });
  it.each([
    ['an immense range', [{ column: 'y', of: 999_999_999, kept: '0-999999998' }], 'labels-too-many'],
    ['rows beyond the data', [{ column: 'y', of: 10, kept: '3-10' }], 'labels-invalid'],
    ['rows that go back', [{ column: 'y', of: 10, kept: '5,3' }], 'labels-invalid'],
    ['a range that goes back', [{ column: 'y', of: 10, kept: '5-3' }], 'labels-invalid'],
    [
      'a row with two labels',
      [
        {
          column: 'y',
          of: 10,
          values: [
            { value: 'a', rows: '1-3' },
            { value: null, rows: '3' },
          ],
        },
      ],
      'labels-invalid',
    ],
    ['a class twice', [{ column: 'y', of: 10, classes: ['a', 'a'] }], 'labels-invalid'],
    [
      'a column twice',
      [
        { column: 'y', of: 10 },
        { column: 'y', of: 10 },
      ],
      'labels-invalid',
    ],
    ['words for rows', [{ column: 'y', of: 10, kept: 'all' }], 'lab-invalid'],
    ['no columns', [], 'lab-invalid'],
  ])('are refused: %s', (_name, labels, code) => expect(codeOf(() => withSets(labels))).toBe(code));
});

describe('a labelled table', () => {
  const table: Table = { rows: 4, columns: [numbers('x', [1, 2, 3, 4]), dict('y', ['a', 'b', null, 'b'])] };
  it('has the person’s words in place, and new columns at the end', () => {
    const labels: Labels = [
      {
        column: 'y',
        of: 4,
        values: [
          { value: 'c', rows: '0,2' },
          { value: null, rows: '1' },
        ],
      },
      { column: 'z', of: 4, classes: ['u'], values: [{ value: 'u', rows: '3' }] },
    ];
    const { columns } = withLabels(table, labels);
    expect(columns.map(({ name }) => name)).toEqual(['x', 'y', 'z']);
    expect(textsOf(columns[1])).toEqual(['c', null, 'c', 'b']);
    // Canonical: no class that no row has.
    expect(columns[1].data).toMatchObject({ dictionary: ['c', 'b'] });
    expect(textsOf(columns[2])).toEqual([null, null, null, 'u']);
    expect(columns[0]).toBe(table.columns[0]);
    expect(withLabels(table, undefined)).toBe(table);
    expect(textsOf(table.columns[1])).toEqual(['a', 'b', null, 'b']);
  });
  it('takes numbers into columns of numbers, and nothing else', () => {
    const set = (value: string | null) => ({ column: 'x', of: 4, values: [{ value, rows: '1' }] });
    expect(labelled(table.columns[0], set('2.5'), 4).data).toEqual({
      kind: 'number',
      values: Float64Array.of(1, 2.5, 3, 4),
    });
    expect(labelled(table.columns[0], set(null), 4).data).toEqual({
      kind: 'number',
      values: Float64Array.of(1, NaN, 3, 4),
    });
    expect(codeOf(() => labelled(table.columns[0], set('many'), 4))).toBe('label-not-number');
    expect(codeOf(() => labelled(table.columns[0], { ...set('1'), of: 5 }, 4))).toBe('labels-other-data');
    expect(newColumn({ column: 'n', of: 3 }, 3).data).toEqual({
      kind: 'dict',
      codes: Int32Array.of(-1, -1, -1),
      dictionary: [],
    });
  });
  it('is what training sees; a lab without labels is as it was', () => {
    const rows = 60;
    const y = Array.from({ length: rows }, (_, i) => (i % 2 ? 'b' : 'a'));
    const big: Table = {
      rows,
      columns: [
        numbers(
          'x',
          Array.from({ length: rows }, (_, i) => i),
        ),
        dict('y', y),
      ],
    };
    const flipped: Labels = [{ column: 'y', of: rows, values: [{ value: 'b', rows: '0' }] }];
    const want = prepare({ rows, columns: [big.columns[0], dict('y', ['b', ...y.slice(1)])] }, lab);
    expect(prepare(big, { ...lab, labels: [...flipped] })).toEqual(want);
    const target = prepare(big, {
      ...lab,
      roles: { ...lab.roles, target: 'z' },
      labels: [
        {
          column: 'z',
          of: rows,
          values: [
            { value: 'p', rows: '0-19' },
            { value: 'q', rows: '20-39' },
          ],
        },
      ],
    });
    expect(target.train.rows + target.validation.rows + target.test.rows).toBe(40);
    expect(target.classes).toEqual(['p', 'q']);
  });
});

describe('the queue', () => {
  const input: QueueInput = {
    show: 'all',
    order: 'natural',
    seed: 3,
    labelOf: (row) => (row < 3 ? 'a' : null),
    rows: 6,
    value: 'a',
    suspects: [4, 1, 0],
    disagreements: [2, 5],
    margin: [0.5, 0.1, NaN, 0.9, 0.1, 0.3],
    judged: new Set([1]),
  };
  const of = (change: Partial<QueueInput>) => [...queueOf({ ...input, ...change })];
  it('holds the rows asked for, in the order asked for', () => {
    expect(of({ show: 'unlabelled' })).toEqual([3, 4, 5]);
    expect(of({ show: 'class' })).toEqual([0, 1, 2]);
    expect(of({ show: 'suspects' })).toEqual([4, 0]);
    expect(of({ show: 'disagreements' })).toEqual([2, 5]);
    expect(of({ order: 'uncertain' })).toEqual([1, 4, 5, 0, 3, 2]);
    const random = of({ order: 'random' });
    expect(random).toEqual(of({ order: 'random' }));
    expect(random).not.toEqual(of({ order: 'random', seed: 4 }));
    expect(random.sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });
  it('gives digits their own keys, and no key that means something else', () => {
    expect(keysOf(['0', '7'])).toEqual(['0', '7']);
    expect(keysOf(['cat', 'dog'])).toEqual(['1', '2']);
    const many = keysOf(Array.from({ length: 40 }, (_, i) => `c${i}`));
    expect(new Set(many.filter((key) => key !== null)).size).toBe(30);
    for (const key of 'aknux') expect(many).not.toContain(key);
  });
});
