// Every check on a table that has what it looks for, on one that has not, and against pandas and scipy where they have
// the same notion (fixtures by tests/oracle/data_checks.py).
import { describe, expect, test } from 'vitest';
import type { CheckDef, Finding } from '$core/checks/check';
import { checkInput } from '$core/checks/check';
import { classes } from '$core/checks/classes';
import { conflicts } from '$core/checks/conflicts';
import { constants } from '$core/checks/constants';
import { correlated } from '$core/checks/correlated';
import { drift } from '$core/checks/drift';
import { duplicates } from '$core/checks/duplicates';
import { identifiers } from '$core/checks/identifiers';
import { leakage } from '$core/checks/leakage';
import { missing } from '$core/checks/missing';
import { mixedTypes } from '$core/checks/mixedTypes';
import { outliers } from '$core/checks/outliers';
import { ranges } from '$core/checks/ranges';
import { checkDefs, runChecks } from '$core/checks/registry';
import { shape } from '$core/checks/shape';
import { slices } from '$core/checks/slices';
import { Stream } from '$core/rng/stream';
import type { Column, Roles } from '$core/table/types';
import golden from '../../oracle/data/checks.json';
import { idle, number, times, words } from './tables';

const rowsOf = ({ data }: Column) =>
  data.kind === 'number' ? data.values.length : data.kind === 'dict' ? data.codes.length : 0;
const find = (def: CheckDef, columns: Column[], roles: Partial<Roles> = {}): Promise<Finding[]> =>
  def.run(
    checkInput(columns, rowsOf(columns[0]), { target: 'y', task: 'binary', exclude: [], ...roles }, () => idle.pause()),
  );
const codes = (found: readonly Finding[]) => found.map(({ text }) => text.code);
const rng = Stream.of(5, 'checks');
const normal = (name: string, n = 200) =>
  number(
    name,
    times(n, () => rng.normal()),
  );
const binary = (n = 200) =>
  words(
    'y',
    times(n, (i) => (i % 2 ? 'yes' : 'no')),
  );

describe('as pandas and scipy', () => {
  const { x, word, label } = golden;
  test('repeated rows', async () => {
    const [found] = await find(duplicates, [number('x', x), words('word', word), words('y', label)]);
    expect(found.rows).toEqual(golden.repeated);
    expect(found.count).toBe(golden.repeated.length);
  });
  test('conflicting labels, whatever an excluded column says', async () => {
    const columns = [number('x', x), words('word', word), words('y', label), normal('noise', 60)];
    const [found] = await find(conflicts, columns, { exclude: ['noise'] });
    expect(found.rows).toEqual(golden.conflicting);
    expect(await find(conflicts, columns)).toEqual([]);
  });
  test.each(golden.outliers.map((one, i) => [i, one] as const))(
    'outliers %d',
    async (_i, { values, rows, ...counts }) => {
      const [found] = await find(outliers, [number('v', values), binary(values.length)]);
      if (rows.length === 0) return expect(found).toBeUndefined();
      expect(found.rows).toEqual(rows);
      expect(found.text.details).toMatchObject({ column: 'v', count: rows.length, ...counts });
    },
  );
});

test('identifiers do not hide repeated rows; more rows than are listed are counted', async () => {
  const id = words(
    'id',
    times(3000, (i) => `r${i}`),
    'id',
  );
  const [found] = await find(duplicates, [
    id,
    number(
      'x',
      times(3000, (i) => (i < 1500 ? i : i - 1500)),
    ),
    number(
      'z',
      times(3000, (i) => (i < 1500 ? -i : 1500 - i)),
    ),
  ]);
  expect(found).toMatchObject({ count: 1500, severity: 'warn' });
  expect(found.rows).toHaveLength(1000);
});

test('constant, empty and nearly constant features, each with a fix', async () => {
  const columns = [
    number(
      'flat',
      times(400, () => 3),
    ),
    words(
      'none',
      times(400, () => null),
    ),
    words(
      'near',
      times(400, (i) => (i === 7 ? 'b' : 'a')),
    ),
    number(
      'half',
      times(400, (i) => (i % 2 ? null : 3)),
    ),
    normal('fine', 400),
  ];
  const found = await find(constants, columns);
  expect(codes(found)).toEqual(['check-constant', 'check-no-values', 'check-near-constant']);
  expect(found.map(({ fixes }) => fixes)).toEqual(
    ['flat', 'none', 'near'].map((name) => [{ kind: 'exclude', columns: [name] }]),
  );
  expect(await find(constants, columns, { exclude: ['flat', 'none', 'near'] })).toEqual([]);
});

test('columns that number or name the rows', async () => {
  const columns = [
    number('index', Stream.of(1, 'id').permutation(200) as unknown as number[]),
    words(
      'code',
      times(200, (i) => `c${i}`),
    ),
    number(
      'gaps',
      times(200, (i) => i * 5),
    ),
    normal('measured'),
    words(
      'text',
      times(200, (i) => `t${i}`),
      'text',
    ),
  ];
  expect((await find(identifiers, columns)).flatMap((one) => one.columns)).toEqual(['index', 'code']);
});

test('a copy of the target leaks, in classes and in a regression; a good feature does not', async () => {
  const y = times(400, (i) => (i % 3 === 0 ? 'a' : 'b'));
  const copy = words(
    'copy',
    y.map((one) => (one === 'a' ? 'A' : 'B')),
  );
  const cut = number(
    'cut',
    y.map((one) => (one === 'a' ? 1 : -1) * (0.1 + rng.uniform())),
  );
  const good = number(
    'good',
    y.map((one) => (one === 'a' ? 1 : -1) + 1.2 * rng.normal()),
  );
  const found = await find(leakage, [copy, cut, good, words('y', y)]);
  expect(found.flatMap((one) => one.columns)).toEqual(['copy', 'cut']);
  expect(found[0]).toMatchObject({ severity: 'error', fixes: [{ kind: 'exclude', columns: ['copy'] }] });

  const price = times(400, () => rng.uniform());
  const dollars = number(
    'dollars',
    price.map((value) => 100 * value * value),
  );
  const size = number(
    'size',
    price.map((value) => value + 0.3 * rng.normal()),
  );
  const regression = await find(leakage, [dollars, size, number('y', price)], { task: 'regression' });
  expect(regression.flatMap((one) => one.columns)).toEqual(['dollars']);
});

test('rare classes by name, and how unequal they are', async () => {
  const y = words(
    'y',
    times(300, (i) => (i < 3 ? 'odd' : i % 2 ? 'left' : 'right')),
  );
  const found = await find(classes, [y], { task: 'multiclass' });
  expect(codes(found)).toEqual(['check-rare-class', 'check-imbalance']);
  expect(found[1].fixes).toEqual([{ kind: 'balance' }]);
  expect(found[0]).toMatchObject({ rows: [0, 1, 2], count: 3 });
  expect(found[0].text.message).toBe('Class "odd" has 3 of 300 rows.');
  expect(await find(classes, [binary()])).toEqual([]);
  expect(await find(classes, [y], { task: 'regression' })).toEqual([]);
});

test('missing features by share, missing targets always', async () => {
  const holes = (name: string, share: number) =>
    number(
      name,
      times(200, (i) => (i < 200 * share ? null : i)),
    );
  const y = words(
    'y',
    times(200, (i) => (i === 9 ? null : 'ab'[i % 2])),
  );
  const found = await find(missing, [
    holes('one', 0.005),
    holes('few', 0.1),
    holes('some', 0.3),
    holes('most', 0.6),
    y,
  ]);
  expect(found.map(({ columns, severity, count }) => [columns[0], severity, count])).toEqual([
    ['y', 'info', 1],
    ['some', 'info', 60],
    ['most', 'warn', 120],
    ['few', 'info', 20],
  ]);
  const [together] = await find(missing, [holes('b', 0.02), holes('a', 0.1), holes('none', 0)]);
  expect(together).toMatchObject({ columns: ['a', 'b'], count: 20 });
  expect(together.text.message).toBe('Missing values: "a" 10 %, "b" 2 %.');
});

test('numbers with a few words can become a number column', async () => {
  const column = words(
    'age',
    times(200, (i) => (i % 20 === 0 ? 'unknown' : String(i))),
  );
  const [found] = await find(mixedTypes, [column]);
  expect(found).toMatchObject({ count: 10, fixes: [{ kind: 'type', column: 'age', type: 'numeric' }] });
  expect(found.rows.slice(0, 3)).toEqual([0, 20, 40]);
  expect(
    await find(mixedTypes, [
      words(
        'grade',
        times(200, (i) => ['1', '2', '3', 'x'][i % 4]),
      ),
    ]),
  ).toEqual([]);
});

test('twins are named together and all but the first left out', async () => {
  const a = times(200, () => rng.normal());
  const columns = [
    number('a', a),
    normal('b'),
    number(
      'c',
      a.map((x) => -2 * x + 0.01 * rng.normal()),
    ),
  ];
  const [found] = await find(correlated, columns);
  expect(found.columns).toEqual(['a', 'c']);
  expect(found.fixes).toEqual([{ kind: 'exclude', columns: ['c'] }]);
});

test('values that the name of a column rules out, and numbers that stand for unknown', async () => {
  const age = number(
    'Age (years)',
    times(200, (i) => (i === 5 ? 400 : i === 9 ? -3 : 20 + (i % 50))),
  );
  const glucose = number(
    'glucose',
    times(200, (i) => (i % 40 === 0 ? 0 : 70 + ((i * 7) % 90))),
  );
  const code = number(
    'income',
    times(200, (i) => (i % 50 === 1 ? 9999 : 100 + ((i * 13) % 97))),
  );
  const visits = number(
    'visits',
    times(200, (i) => i % 14),
  );
  const found = await find(ranges, [age, glucose, code, visits, binary()]);
  expect(found.map(({ text, rows }) => [text.code, rows])).toEqual([
    ['check-range', [5, 9]],
    ['check-stand-in', [0, 40, 80, 120, 160]],
    ['check-stand-in', [1, 51, 101, 151]],
  ]);
  expect(found[0].fixes[0]).toEqual({
    kind: 'rows',
    rule: { drop: 'outside', column: 'Age (years)', low: 0, high: 120 },
  });
  const drop = { drop: 'outside', column: 'glucose', low: 70 };
  expect(found[1].fixes).toEqual([
    { kind: 'blank', column: 'glucose', value: 0 },
    { kind: 'rows', rule: drop },
  ]);
  // An age in days is no age out of range.
  const days = number(
    'age',
    times(200, (i) => 6000 + 31 * i),
  );
  expect(await find(ranges, [days, binary()])).toEqual([]);
});

test('combinations that hold hardly any rows though both are common', async () => {
  const group = words(
    'group',
    times(200, (i) => (i % 4 === 0 ? 'west' : 'east')),
  );
  const y = words(
    'y',
    times(200, (i) => (i % 4 === 0 && i > 4 ? 'no' : i % 2 ? 'yes' : 'no')),
  );
  const found = await find(slices, [group, y]);
  expect(found).toMatchObject([{ severity: 'warn', columns: ['y', 'group'], count: 0 }]);
  expect(found[0].text.details).toMatchObject({ count: 1, examples: 'yes with west (0)' });
});

test('a shifted part is told from chance, and unseen categories are named', async () => {
  const parts = [0, 1, 2].map((part) => Uint32Array.from(times(100, (i) => 3 * i + part)));
  const split = { train: parts[0], validation: parts[1], test: parts[2] };
  const steady = normal('steady', 300);
  const shifted = number(
    'shifted',
    times(300, (i) => rng.normal() + (i % 3 === 2 ? 1.5 : 0)),
  );
  const town = words(
    'town',
    times(300, (i) => (i === 4 ? 'Ulm' : 'ab'[i % 2])),
  );
  const input = checkInput(
    [steady, shifted, town],
    300,
    { target: 'y', task: 'binary', exclude: [] },
    () => idle.pause(),
    { split },
  );
  const found = await drift.run(input);
  expect(found.map(({ text, columns, rows }) => [text.code, columns, rows.length])).toEqual([
    ['check-drift', ['shifted'], 100],
    ['check-unseen', ['town'], 1],
  ]);
  expect(found[0].text.details).toMatchObject({ part: 'test', measure: 'KS distance' });
});

test('too few rows, and more features than rows, are said first', async () => {
  const wide = times(30, (i) => normal(`x${i}`, 12));
  expect(codes(await find(shape, [...wide, binary(12)]))).toEqual(['check-wide']);
  expect(codes(await find(shape, [number('x', [1]), words('y', ['no'])]))).toEqual(['check-few-rows']);
});

test('the report puts the gravest first, names what passed, and every text is filled in', async () => {
  const columns = [
    number(
      'flat',
      times(200, () => 3),
    ),
    number(
      'index',
      times(200, (i) => i),
    ),
    words(
      'copy',
      times(200, (i) => (i % 2 ? 'Y' : 'N')),
    ),
    binary(),
  ];
  const { findings, passed } = await runChecks(columns, 200, { target: 'y', task: 'binary', exclude: [] }, idle);
  expect(codes(findings)).toEqual(['check-leakage', 'check-constant', 'check-id-like']);
  expect(passed).toHaveLength(checkDefs.length - 3);
  for (const { text } of findings) expect(text.message + text.action).not.toMatch(/[{}]/);
});

test.each(checkDefs.map((def) => [def.name, def] as const))(
  '%s finds nothing in clean data and copes with none',
  async (_name, def) => {
    const even = (name: string) =>
      number(
        name,
        times(200, () => rng.uniform()),
      );
    expect(await find(def, [even('a'), even('b'), binary()])).toEqual([]);
    await expect(find(def, [number('a', [1]), words('y', ['no'])])).resolves.toBeDefined();
    await expect(find(def, [number('a', [])])).resolves.toBeDefined();
  },
);

test('a pause that throws ends the checks', async () => {
  const stop = { ...idle, pause: () => Promise.reject(new Error('stop')) };
  const roles: Roles = { target: 'y', task: 'binary', exclude: [] };
  await expect(runChecks([normal('a'), binary()], 200, roles, stop)).rejects.toThrow('stop');
});
