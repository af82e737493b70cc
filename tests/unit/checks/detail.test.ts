// A column close up against what can be counted by hand, for each pair of kinds.
import { expect, test } from 'vitest';
import { detailOf, mostGroups, mostLevels } from '$core/stats/detail';
import { number, times, words } from './tables';

const n = 120;
const kind = words(
  'kind',
  times(n, (i) => ['a', 'b', 'c'][i % 3]),
);
const size = number(
  'size',
  times(n, (i) => (i === 7 ? NaN : (i % 3) * 10 + (i % 5))),
);
const price = number(
  'price',
  times(n, (i) => 2 * i),
);

test('a number by class: each class has its own rows, density and box', () => {
  const { target, missing, histogram, present } = detailOf(size, kind, { task: 'multiclass' });
  expect([present, missing]).toEqual([n - 1, 1]);
  expect(histogram!.counts.reduce((a, b) => a + b)).toBe(n - 1);
  if (target?.kind !== 'groups') throw new Error('no groups');
  expect(target.groups.map(({ name, count, index }) => [name, count, index])).toEqual([
    ['a', 40, 0],
    ['b', 39, 1],
    ['c', 40, 2],
  ]);
  expect(target.groups.map(({ box }) => box!.median)).toEqual([2, 12, 22]);
  // All on one grid.
  expect(target.groups[1].density!.x).toEqual(target.groups[0].density!.x);
});

test('a number along a number: bins hold all rows once, equal values together', () => {
  const ties = number(
    'ties',
    times(n, (i) => Math.floor(i / 50)),
  );
  const { target } = detailOf(ties, price, { task: 'regression' });
  if (target?.kind !== 'trend') throw new Error('no trend');
  expect(target.bins.map(({ x, count, mean }) => [x, count, mean])).toEqual(
    [
      [0, 50, 49],
      [1, 50, 149],
      [2, 20, 219],
    ].map(([x, count, mean]) => [expect.closeTo(x, 9), count, expect.closeTo(mean, 9)]),
  );
  const [first] = target.bins;
  // Even numbers from 0 to 98: standard deviation 2 sqrt(50 * 51 / 12).
  const sd = 2 * Math.sqrt((50 * 51) / 12);
  expect(first.sd).toBeCloseTo(sd, 9);
  expect(first.high - first.mean).toBeCloseTo((2.009575234489209 * sd) / Math.sqrt(50), 6);
  expect(target.points.row).toHaveLength(n);
});

test('a category by class: counts of every pair', () => {
  const letter = words(
    'letter',
    times(n, (i) => (i % 10 === 0 ? null : i % 2 ? 'odd' : 'even')),
  );
  const detail = detailOf(letter, kind, { task: 'multiclass' });
  expect(detail.levels).toEqual([
    { name: 'odd', count: 60 },
    { name: 'even', count: 48 },
  ]);
  expect(detail.missing).toBe(12);
  if (detail.target?.kind !== 'shares') throw new Error('no shares');
  expect(detail.target.classes).toEqual(['a', 'b', 'c']);
  expect(detail.target.levels.map(({ classes }) => classes)).toEqual([
    [20, 20, 20],
    [16, 16, 16],
  ]);
});

test('a category by number: boxes of the target', () => {
  const { target } = detailOf(kind, price, { task: 'regression' });
  if (target?.kind !== 'groups') throw new Error('no groups');
  expect(target.of).toBe('target');
  expect(target.groups.map(({ box }) => box!.median)).toEqual([117, 119, 121]);
});

test('the target itself, many levels, nothing at all', () => {
  expect(detailOf(kind, kind, { task: 'multiclass' }).target).toBeNull();
  const many = words(
    'many',
    times(n, (i) => `w${i}`),
  );
  const detail = detailOf(many, price, { task: 'regression' });
  expect([detail.levels.length, detail.leftOut]).toEqual([mostLevels, n - mostLevels]);
  expect(detail.target).toMatchObject({ leftOut: n - mostGroups });
  const empty = detailOf(
    number(
      'none',
      times(n, () => NaN),
    ),
    kind,
    { task: 'multiclass' },
  );
  expect(empty).toMatchObject({ present: 0, missing: n, density: null, box: null, target: { groups: [] } });
  const flat = detailOf(
    number(
      'flat',
      times(n, () => 3),
    ),
    kind,
    { task: 'multiclass' },
  );
  expect(flat.density).toBeNull();
  expect(flat.box).toMatchObject({ median: 3, low: 3, high: 3, outlierCount: 0 });
});
