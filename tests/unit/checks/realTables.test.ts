// What a data scientist names at the first look at a table, on small tables built like real ones: groups and time that a
// random split ignores, a target cut into a feature, columns that go unused, long tails, codes, many categories.
import { describe, expect, test } from 'vitest';
import { alike } from '$core/checks/alike';
import { checkInput, type CheckContext, type CheckDef } from '$core/checks/check';
import { codedCategories } from '$core/checks/codedCategories';
import { conflicts } from '$core/checks/conflicts';
import { duplicates } from '$core/checks/duplicates';
import { identifiers } from '$core/checks/identifiers';
import { leakage } from '$core/checks/leakage';
import { manyCategories } from '$core/checks/manyCategories';
import { outliers } from '$core/checks/outliers';
import { shape } from '$core/checks/shape';
import { skew } from '$core/checks/skew';
import { slices } from '$core/checks/slices';
import { unused } from '$core/checks/unused';
import { defaultFeatures } from '$core/lab/document';
import { Stream } from '$core/rng/stream';
import type { Column, Roles } from '$core/table/types';
import { idle, number, times, words } from './tables';

const rowsOf = ({ data }: Column) =>
  data.kind === 'number' ? data.values.length : data.kind === 'dict' ? data.codes.length : 0;
const find = (def: CheckDef, columns: Column[], roles: Partial<Roles> = {}, context: Partial<CheckContext> = {}) => {
  const all: Roles = { target: 'y', task: 'binary', exclude: [], ...roles };
  return def.run(checkInput(columns, rowsOf(columns[0]), all, () => idle.pause(), context));
};
const rng = Stream.of(11, 'real tables');
const noise = (name: string, n: number) =>
  number(
    name,
    times(n, () => rng.normal()),
  );
const date = (name: string, n: number, step = 86_400_000): Column => ({
  ...number(
    name,
    times(n, (i) => i * step),
  ),
  type: 'date',
});

describe('rows that depend on each other', () => {
  const n = 120;
  const patient = words(
    'patient_id',
    times(n, (i) => `p${i >> 2}`),
    'id',
  );
  const sick = words(
    'y',
    times(n, (i) => ((i >> 2) % 3 === 0 ? 'yes' : 'no')),
  );

  test('several rows of a group, how alike they are, and a split by group', async () => {
    const [found] = await find(alike, [patient, noise('a', n), sick], { exclude: ['patient_id'] });
    expect(found).toMatchObject({
      severity: 'warn',
      text: { code: 'check-groups', details: { groups: 30, mean: 4, score: 1 } },
      fixes: [{ kind: 'split', method: 'grouped', column: 'patient_id' }],
    });
    expect(
      await find(alike, [patient, sick], {}, { splitBy: { validation: 0.2, test: 0.2, method: 'grouped' } }),
    ).toEqual([]);
  });

  test('the intraclass correlation is that of the analysis of variance', async () => {
    // Shrout & Fleiss (1979), table 2: six targets by four judges, ICC(1,1) = 0.17.
    const rated = [9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7];
    const columns = [
      words(
        'ratee_id',
        times(48, (i) => `t${Math.floor((i % 24) / 4)}${i < 24 ? '' : 'b'}`),
        'id',
      ),
      number(
        'y',
        times(48, (i) => rated[i % 24]),
      ),
    ];
    const [found] = await find(alike, columns, { task: 'regression' });
    // Twice the same table: mean squares between 112.417 / 11 and within 225.5 / 36 by hand.
    const between = (2 * 56.208333) / 11;
    const within = (2 * 112.75) / 36;
    expect(found.text.details?.score).toBeCloseTo((between - within) / (between + 3 * within), 2);
  });

  test('neighbours in time with a similar target', async () => {
    const wave = number(
      'y',
      times(n, (i) => Math.sin(i / 9) + 0.1 * rng.normal()),
    );
    const [found] = await find(alike, [date('day', n), wave], { task: 'regression', exclude: ['day'] });
    expect(found).toMatchObject({
      severity: 'warn',
      text: { code: 'check-time-order' },
      fixes: [{ kind: 'split', method: 'time', column: 'day' }],
    });
    expect(await find(alike, [date('day', n), noise('y', n)], { task: 'regression' })).toEqual([]);
  });
});

test('a feature that is the target cut into parts', async () => {
  const grams = times(100, (i) => 1500 + 20 * i);
  const low = number(
    'low',
    grams.map((g) => Number(g < 2500)),
  );
  const [found] = await find(leakage, [low, number('y', grams)], { task: 'regression' });
  expect(found).toMatchObject({
    severity: 'error',
    text: { code: 'check-leakage-cut', details: { low: 2480, high: 2500 } },
  });
  const mixed = number(
    'low',
    grams.map((g, i) => Number(g < 2500 !== (i === 5))),
  );
  expect(await find(leakage, [mixed, number('y', grams)], { task: 'regression' })).toEqual([]);
});

describe('columns that are not used', () => {
  const review = words(
    'review',
    times(40, (i) => `a long review ${i}`),
    'text',
  );
  const y = words(
    'y',
    times(40, (i) => (i % 2 ? 'good' : 'bad')),
  );
  const codes = (found: Awaited<ReturnType<typeof find>>) => found.map(({ text }) => text.code);

  test('text alone: nothing is left to learn from, and the words are offered', async () => {
    const found = await find(unused, [review, y], { exclude: ['review'] });
    expect(codes(found)).toEqual(['check-no-features', 'check-text']);
    expect(found[0]).toMatchObject({ severity: 'error', fixes: [{ kind: 'words', column: 'review' }] });
    const features = { ...defaultFeatures, columns: { review: { encode: { type: 'tfidf' } } } };
    expect(await find(unused, [review, y], {}, { features })).toEqual([]);
  });

  test('dates, until their parts are columns', async () => {
    const columns = [date('day', 40, 3_600_000), noise('a', 40), y];
    const [found] = await find(unused, columns, { exclude: ['day'] });
    expect(found).toMatchObject({
      text: { code: 'check-dates' },
      fixes: [{ kind: 'dateParts', columns: ['day'], hour: true }],
    });
    const features = { ...defaultFeatures, derive: [{ id: 'dates-1', type: 'dateParts', columns: ['day'] }] };
    expect(await find(unused, columns, { exclude: ['day'] }, { features })).toEqual([]);
  });

  test('what was set aside, with the reason', async () => {
    const flat = number(
      'flat',
      times(40, () => 1),
    );
    const none = number(
      'none',
      times(40, () => null),
    );
    const id = words(
      'key',
      times(40, (i) => `k${i}`),
      'id',
    );
    const [found] = await find(unused, [id, flat, none, noise('a', 40), y], { exclude: ['key', 'flat', 'none'] });
    expect(found.text.message).toBe(
      'Left out when the data came in: "key" (numbers or names the rows); "flat" (one value); "none" (no values).',
    );
  });
});

describe('what the shape of values says', () => {
  test('long tails together, with logarithms where nothing is negative', async () => {
    const tail = times(200, () => Math.exp(1.5 * rng.normal()));
    const columns = [number('fare', tail), noise('a', 200), number('y', tail)];
    const found = await find(skew, columns, { task: 'regression' });
    expect(found.map(({ text }) => text.code)).toEqual(['check-skew', 'check-skew-target']);
    expect(found[0].fixes).toEqual([{ kind: 'transform', columns: ['fare'], type: 'log1p' }]);
    const features = { ...defaultFeatures, columns: { fare: { transforms: [{ type: 'log1p' }] } } };
    expect(await find(skew, columns, { task: 'binary' }, { features })).toEqual([]);
  });

  test('values that a third of the rows have are no outliers', async () => {
    const heap = times(200, (i) => (i % 3 === 0 ? 500 + i : rng.normal()));
    expect(await find(outliers, [number('x', heap)])).toEqual([]);
  });

  test('codes of categories by their name', async () => {
    const race = number(
      'race',
      times(60, (i) => 1 + (i % 3)),
    );
    const ages = number(
      'age',
      times(60, (i) => 20 + (i % 3)),
    );
    const [found] = await find(codedCategories, [race, ages]);
    expect(found.fixes).toEqual([{ kind: 'type', column: 'race', type: 'categorical' }]);
    expect(await find(codedCategories, [ages])).toEqual([]);
  });

  test('more categories than one column each is good for', async () => {
    const model = words(
      'model',
      times(300, (i) => `m${i % 60}`),
    );
    const [found] = await find(manyCategories, [model]);
    expect(found.text.details).toMatchObject({ levels: 60, each: 5 });
  });

  test('one row a year is an order, not a number of the row', async () => {
    const year = (name: string) =>
      number(
        name,
        times(60, (i) => 1950 + i),
      );
    expect(await find(identifiers, [year('YEAR')])).toEqual([]);
    expect(await find(identifiers, [year('code')])).toHaveLength(1);
  });
});

test('few values make rows agree by chance: no mistakes, but a limit of what can be learned', async () => {
  const n = 400;
  const columns = [
    number(
      'a',
      times(n, (i) => i % 4),
    ),
    number(
      'b',
      times(n, (i) => (i >> 2) % 5),
    ),
    words(
      'y',
      times(n, (i) => (i % 7 === 0 ? 'yes' : 'no')),
    ),
  ];
  const [repeats] = await find(duplicates, columns);
  expect(repeats).toMatchObject({ severity: 'info', text: { code: 'check-repeats' }, fixes: [] });
  const [overlap] = await find(conflicts, columns);
  // The larger class of each group is the most that can be right.
  const right = times(20, (group) => {
    const of = times(n, (i) => i).filter((i) => (i % 4) * 5 + ((i >> 2) % 5) === group);
    const yes = of.filter((i) => i % 7 === 0).length;
    return Math.max(yes, of.length - yes);
  }).reduce((sum, one) => sum + one, 0);
  expect(overlap).toMatchObject({
    severity: 'warn',
    text: { code: 'check-overlap', details: { percent: 100 } },
    fixes: [],
  });
  expect(overlap.text.details?.best).toBeCloseTo((100 * right) / n, 1);
});

describe('a target that other columns add up to, or say on another scale', () => {
  const n = 60;
  const casual = times(n, () => Math.floor(200 * rng.uniform()));
  const registered = times(n, () => Math.floor(500 * rng.uniform()));
  const regression = { task: 'regression' } as const;

  test('a sum of two parts, named with its formula, and both left out by one press', async () => {
    const total = times(n, (i) => casual[i] + registered[i]);
    const columns = [number('casual', casual), noise('wind', n), number('registered', registered), number('y', total)];
    const found = await find(leakage, columns, regression);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      severity: 'error',
      text: { code: 'check-leakage-sum', details: { formula: 'registered + casual' } },
      fixes: [{ kind: 'exclude', columns: ['registered', 'casual'] }],
    });
    const difference = times(n, (i) => 3 + 2 * registered[i] - casual[i]);
    const [other] = await find(leakage, [...columns.slice(0, 3), number('y', difference)], regression);
    expect(other.text.details?.formula).toBe('2 × registered - casual + 3');
  });

  test('not a sum with noise, nor with a third part', async () => {
    const noisy = times(n, (i) => casual[i] + registered[i] + rng.normal());
    const parts = [number('casual', casual), number('registered', registered)];
    expect(await find(leakage, [...parts, number('y', noisy)], regression)).toEqual([]);
  });

  test('a logarithm also in a small table; ties break it', async () => {
    const price = times(25, (i) => 100 + ((i * 7) % 25) * 31);
    const log = number(
      'lprice',
      price.map((value) => Math.log(value)),
    );
    const [found] = await find(leakage, [log, number('y', price)], regression);
    expect(found).toMatchObject({
      severity: 'error',
      text: { code: 'check-leakage-order' },
      fixes: [{ kind: 'exclude', columns: ['lprice'] }],
    });
    const near = number(
      'near',
      price.map((value, i) => Math.log(value) + (i === 3 ? 1 : 0)),
    );
    expect(await find(leakage, [near, number('y', price)], regression)).toEqual([]);
  });
});

test('units observed equally often are groups, though their numbers are not called identifiers', async () => {
  const level = times(30, () => rng.normal());
  const unit = number(
    'nr',
    times(240, (i) => 100 + 7 * (i >> 3)),
  );
  const y = number(
    'y',
    times(240, (i) => level[i >> 3] + 0.3 * rng.normal()),
  );
  const [found] = await find(alike, [unit, noise('a', 240), y], { task: 'regression' });
  expect(found).toMatchObject({
    text: { code: 'check-groups', details: { column: 'nr', groups: 30, mean: 8 } },
    fixes: [{ kind: 'split', method: 'grouped', column: 'nr' }],
  });
  const uneven = number(
    'age',
    times(240, (i) => (i < 9 ? 1 : 100 + (i >> 3))),
  );
  expect(await find(alike, [uneven, y], { task: 'regression' })).toEqual([]);
});

test('flags of one category in several columns have no thin combinations', async () => {
  const flag = (name: string, at: number): Column => ({
    ...number(
      name,
      times(300, (i) => (i % 3 === at ? 1 : 0)),
    ),
    type: 'boolean',
  });
  const y = noise('y', 300);
  expect(await find(slices, [flag('north', 0), flag('south', 1), y], { task: 'regression' })).toEqual([]);
  const rare: Column = {
    ...number(
      'smoker',
      times(300, (i) => (i % 3 === 1 || i === 0 ? 1 : 0)),
    ),
    type: 'boolean',
  };
  expect(await find(slices, [flag('north', 0), rare, y], { task: 'regression' })).toHaveLength(1);
});

test('a small table is said to be small; of a handful of rows nothing else', async () => {
  const small = (n: number) => [
    noise('a', n),
    words(
      'y',
      times(n, (i) => (i % 2 ? 'b' : 'a')),
    ),
  ];
  expect(codesIn(await find(shape, small(20)))).toEqual(['check-small']);
  expect(await find(shape, small(50))).toEqual([]);
  expect(codesIn(await find(shape, small(1)))).toEqual(['check-few-rows']);
  expect(await find(unused, small(1), { exclude: ['a'] })).toEqual([]);
});
const codesIn = (found: readonly { readonly text: { readonly code: string } }[]) => found.map(({ text }) => text.code);
