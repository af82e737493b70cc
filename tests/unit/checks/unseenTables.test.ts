// What was missed or said wrongly at first on tables that the checks were not made with: marks such as -200, dates of
// death, counts, moments in several columns, keys, groups that are none.
import { describe, expect, test } from 'vitest';
import { alike } from '$core/checks/alike';
import { checkInput, type CheckDef } from '$core/checks/check';
import { correlated } from '$core/checks/correlated';
import { counts } from '$core/checks/counts';
import { duplicates } from '$core/checks/duplicates';
import { identifiers } from '$core/checks/identifiers';
import { leakage } from '$core/checks/leakage';
import { outliers } from '$core/checks/outliers';
import { ranges } from '$core/checks/ranges';
import { runChecks } from '$core/checks/registry';
import { Stream } from '$core/rng/stream';
import type { Column, Roles } from '$core/table/types';
import { writeOut } from '$core/table/writeOut';
import { idle, number, times, words } from './tables';

const rowsOf = ({ data }: Column) =>
  data.kind === 'number' ? data.values.length : data.kind === 'dict' ? data.codes.length : 0;
const find = (def: CheckDef, columns: Column[], roles: Partial<Roles> = {}) =>
  def.run(
    checkInput(columns, rowsOf(columns[0]), { target: 'y', task: 'regression', exclude: [], ...roles }, () =>
      idle.pause(),
    ),
  );
const codesIn = (found: readonly { readonly text: { readonly code: string } }[]) => found.map(({ text }) => text.code);
const rng = Stream.of(12, 'unseen tables');
const n = 300;
const noise = (name: string) =>
  number(
    name,
    times(n, () => rng.normal()),
  );

describe('a number for "missing" that nobody writes by custom', () => {
  // A logger that writes -200 into every column while it is off.
  const off = (i: number) => i % 20 === 3;
  const logged = (name: string, value: (i: number) => number) =>
    number(
      name,
      times(n, (i) => (off(i) ? -200 : value(i))),
    );
  const columns = [
    logged('warm', () => 10 + 20 * rng.uniform()),
    logged('gas', () => 900 + 600 * rng.uniform()),
    logged('wide', () => 1 + 1500 * rng.uniform()),
    logged('y', () => rng.uniform()),
  ];

  test('is known in all columns from the one where it is unmistakable, and in the target', async () => {
    const found = await find(ranges, columns);
    expect(found.map(({ columns, text, count }) => [columns[0], text.details?.value, count])).toEqual(
      columns.map(({ name }) => [name, -200, 15]),
    );
    expect(found[3].fixes.map(({ kind }) => kind)).toEqual(['rows']);
  });

  test('rules neither leaks, outliers nor correlations', async () => {
    for (const def of [leakage, outliers, correlated]) expect(await find(def, columns)).toEqual([]);
  });

  test('is no mark where others are near, or where it occurs once', async () => {
    const alone = times(n, (i) => (i === 7 ? -200 : 20 + 5 * rng.normal()));
    expect(await find(ranges, [number('warm', alone), noise('y')])).toEqual([]);
    const money = times(n, (i) => (off(i) ? -200 : Math.round(300 * rng.normal())));
    expect(await find(ranges, [number('change', money), noise('y')])).toEqual([]);
  });

  test('a zero among logarithms of counts is one of them', async () => {
    const logs = times(n, (i) => Math.log(1 + ((i * 7) % 60)));
    expect(await find(ranges, [number('lcount', logs), noise('y')])).toEqual([]);
  });
});

describe('a column that is filled in only where the target is known', () => {
  const binary = { task: 'binary' } as const;
  const died = (i: number) => i % 5 === 0;
  const y = words(
    'y',
    times(n, (i) => (died(i) ? 'died' : 'lives')),
  );
  const year = (missed: number) =>
    number(
      'year of death',
      times(n, (i) => (died(i) && i !== missed ? 1980 + (i % 13) : null)),
    );

  test('leaks by that alone, also with a gap', async () => {
    for (const missed of [-1, 10]) {
      const found = await find(leakage, [year(missed), noise('a'), y], binary);
      expect(codesIn(found)).toEqual(['check-leakage-missing']);
      expect(found[0]).toMatchObject({
        severity: 'error',
        fixes: [{ kind: 'exclude', columns: ['year of death'] }],
        text: { details: { score: missed < 0 ? 1 : 0.997, base: 0.8 } },
      });
    }
  });

  test('gaps at random, and a value where there is one class alone, do not', async () => {
    const some = number(
      'some',
      times(n, (i) => (i % 3 === 0 ? null : rng.normal())),
    );
    const rare = number(
      'rare',
      times(n, (i) => (died(i) && i % 2 ? rng.normal() : null)),
    );
    expect(await find(leakage, [some, rare, y], binary)).toEqual([]);
  });
});

describe('a table of counts', () => {
  const levels = (name: string, of: readonly string[], each: number) =>
    words(
      name,
      times(24, (i) => of[Math.floor(i / each) % of.length]),
    );
  const freq = times(24, (i) => (i * 37) % 90);
  const table = [
    levels('admit', ['yes', 'no'], 1),
    levels('gender', ['m', 'f'], 2),
    levels('dept', [...'ABCDEF'], 4),
    number('Freq', freq),
  ];
  const total = freq.reduce((sum, count) => sum + count, 0);

  test('is told with the rows that it stands for', async () => {
    const found = await find(counts, table, { target: 'admit', task: 'binary' });
    expect(found).toMatchObject([
      {
        severity: 'error',
        text: { code: 'check-counts', details: { column: 'Freq', rows: 24, total } },
        fixes: [{ kind: 'writeOut', column: 'Freq' }],
      },
    ]);
  });

  test('is written out: each row as often as it says, without the counts', () => {
    const written = writeOut({ rows: 24, columns: table }, 'Freq');
    expect(written.rows).toBe(total);
    expect(written.columns.map(({ name }) => name)).toEqual(['admit', 'gender', 'dept']);
    const key = (columns: readonly Column[], row: number) =>
      columns.map(({ data }) => (data.kind === 'dict' ? data.dictionary[data.codes[row]] : '')).join();
    const seen = new Map<string, number>();
    for (let row = 0; row < total; row++) {
      const one = key(written.columns, row);
      seen.set(one, (seen.get(one) ?? 0) + 1);
    }
    for (let row = 0; row < 24; row++) expect(seen.get(key(table.slice(0, 3), row)) ?? 0).toBe(freq[row]);
  });

  test('refuses what are no counts, and too many of them', () => {
    const with_ = (values: (number | null)[]) => ({ rows: 2, columns: [words('a', ['x', 'y']), number('n', values)] });
    expect(() => writeOut(with_([1, 0.5]), 'n')).toThrowError(expect.objectContaining({ code: 'counts-not-counts' }));
    expect(() => writeOut(with_([1, null]), 'n')).toThrowError(expect.objectContaining({ code: 'counts-not-counts' }));
    expect(() => writeOut(with_([1, 4e5 * 2]), 'n')).toThrowError(expect.objectContaining({ code: 'counts-too-many' }));
    expect(() => writeOut(with_([1, 1]), 'b')).toThrowError(expect.objectContaining({ code: 'column-unknown' }));
  });

  test('is none where rows repeat, or a column is measured', async () => {
    const repeated = table.map((column) => (column.name === 'dept' ? levels('dept', ['A'], 1) : column));
    expect(await find(counts, repeated, { target: 'admit', task: 'binary' })).toEqual([]);
    const measured = [
      number(
        'weight',
        times(n, (i) => 50 + (i % 50)),
      ),
      noise('a'),
      noise('y'),
    ];
    expect(await find(counts, measured)).toEqual([]);
  });

  test('weights of a survey are no property of a row', async () => {
    const fnlwgt = number(
      'fnlwgt',
      times(n, (i) => 10_000 + i),
    );
    expect(await find(counts, [fnlwgt, noise('y')])).toMatchObject([
      { severity: 'info', text: { code: 'check-weights' }, fixes: [{ kind: 'exclude', columns: ['fnlwgt'] }] },
    ]);
  });
});

test('a moment in several columns is an order in time; its year splits rows that are in it', async () => {
  const hours = times(n, (i) => new Date(Date.UTC(2010, 0, 1, 5 * i)));
  const columns = [
    number(
      'year',
      hours.map((at) => at.getUTCFullYear()),
    ),
    number(
      'month',
      hours.map((at) => at.getUTCMonth() + 1),
    ),
    number(
      'day',
      hours.map((at) => at.getUTCDate()),
    ),
    number(
      'hour',
      hours.map((at) => at.getUTCHours()),
    ),
    number(
      'y',
      times(n, (i) => Math.sin(i / 20)),
    ),
  ];
  expect(await find(alike, columns)).toMatchObject([
    {
      text: { code: 'check-time-order', details: { column: '"year", "month", "day", "hour"' } },
      fixes: [{ kind: 'split', method: 'time', column: 'year' }],
    },
  ]);
  const turned = columns.map((column) =>
    column.data.kind === 'number'
      ? { ...column, data: { kind: 'number' as const, values: column.data.values.slice().reverse() } }
      : column,
  );
  expect(await find(alike, turned)).toMatchObject([{ text: { code: 'check-time-order' }, fixes: [] }]);
});

test('rising keys and codes are identifiers; measures and moments are not', async () => {
  const rising = (name: string, step: number) =>
    number(
      name,
      times(n, (i) => 233 + step * i + (i % 7)),
    );
  const shuffled = number(
    'Major_code',
    times(n, (i) => 1100 + 17 * ((i * 7) % n)),
  );
  // A table sorted by a skewed measure.
  const people = number(
    'population',
    times(n, (i) => Math.round(1000 * Math.exp(i / 20))),
  );
  const columns = [rising('seqn', 15), rising('elapsed_seconds', 15), people, shuffled, noise('y')];
  expect((await find(identifiers, columns)).flatMap((one) => one.columns)).toEqual(['seqn', 'Major_code']);
});

test('scores of users and years at school are no groups; businesses are', async () => {
  const y = number(
    'y',
    times(n, (i) => Math.floor(i / 10) + rng.normal()),
  );
  const repeating = (name: string) =>
    number(
      name,
      times(n, (i) => Math.floor(i / 10) % 29),
    );
  expect(await find(alike, [repeating('RT_user_norm'), y])).toEqual([]);
  const school = number(
    'school',
    times(n, (i) => 8 + (i % 5)),
  );
  expect(await find(alike, [school, y])).toEqual([]);
  const business = words(
    'business_name',
    times(n, (i) => `b${Math.floor(i / 10)}`),
  );
  expect(await find(alike, [business, y])).toMatchObject([{ text: { code: 'check-groups' } }]);
});

test('the same text twice is a copy, whatever few columns there are', async () => {
  const text = words(
    'text',
    times(60, (i) => `call me back at ${i % 50}`),
    'text',
  );
  const y = words(
    'y',
    times(60, (i) => (i % 50 < 9 ? 'spam' : 'ham')),
  );
  expect(await find(duplicates, [y, text], { task: 'binary' })).toMatchObject([
    { text: { code: 'check-duplicates' }, count: 10, fixes: [{ kind: 'rows', rule: { drop: 'duplicates' } }] },
  ]);
});

test('of a table of counts nothing is said about its rows as cases', async () => {
  const table = [
    words(
      'hair',
      times(32, (i) => 'abcd'[i % 4]),
    ),
    words(
      'eye',
      times(32, (i) => 'efgh'[(i >> 2) % 4]),
    ),
    words(
      'sex',
      times(32, (i) => 'mf'[i >> 4]),
    ),
    number(
      'n',
      times(32, (i) => 1 + ((i * 7) % 40)),
    ),
  ];
  const report = await runChecks(table, 32, { target: 'hair', task: 'multiclass', exclude: ['n'] }, idle);
  expect(codesIn(report.findings)).toEqual(['check-counts']);
});
