// The whole look at small tables: what is measured, what is left out, and how it stops.
import { expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import { spearman } from '$core/stats/correlation';
import { lookAt } from '$core/stats/look';
import type { Column, Roles } from '$core/table/types';

const idle = { progress: () => undefined, pause: () => Promise.resolve() };
const number = (name: string, values: ArrayLike<number>): Column => ({
  name,
  type: 'numeric',
  data: { kind: 'number', values: Float64Array.from(values) },
});
const dict = (name: string, words: readonly (string | null)[], type: Column['type'] = 'categorical'): Column => {
  const dictionary = [...new Set(words.filter((word) => word !== null))];
  return {
    name,
    type,
    data: { kind: 'dict', dictionary, codes: Int32Array.from(words, (w) => (w === null ? -1 : dictionary.indexOf(w))) },
  };
};
const n = 400;
const rng = Stream.of(1, 'look');
const signal = Array.from({ length: n }, () => rng.normal());
const columns: Column[] = [
  number('signal', signal),
  number(
    'twin',
    signal.map((x) => 3 * x + 0.01 * rng.normal()),
  ),
  number(
    'holes',
    signal.map((x, i) => (i % 3 === 0 ? NaN : -x * x * x)),
  ),
  number(
    'noise',
    Float64Array.from({ length: n }, () => rng.normal()),
  ),
  number('flat', new Float64Array(n).fill(4)),
  dict(
    'name',
    signal.map((_, i) => `row ${i}`),
    'id',
  ),
  dict(
    'kind',
    signal.map((x) => (x > 0 ? 'up' : 'down')),
  ),
];
const roles: Roles = { target: 'kind', task: 'binary', exclude: [] };

test('the twin of a column is grouped with it; the signal tells most of the target, noise nothing', async () => {
  const look = await lookAt(columns, n, roles, idle);
  expect(look.groups).toEqual([['signal', 'twin']]);
  expect(look.pearson.columns).toEqual(['signal', 'twin', 'holes', 'noise']);
  expect(look.mixed.columns).toEqual(['signal', 'twin', 'holes', 'noise', 'kind']);
  expect(
    look.target
      .slice(0, 2)
      .map(({ column }) => column)
      .sort(),
  ).toEqual(['signal', 'twin']);
  const told = Object.fromEntries(look.target.map(({ column, information }) => [column, information]));
  expect(told.signal).toBeGreaterThan(0.6);
  expect(told.noise).toBeLessThan(0.1);
  expect(told).not.toHaveProperty('name');
  expect(look.columns.map(({ summary }) => summary?.kind)).toEqual([
    ...Array<string>(5).fill('numeric'),
    'categorical',
    'categorical',
  ]);
});

test("Spearman's rho in the matrix is that of the pair, missing values or not", async () => {
  const { spearman: matrix } = await lookAt(columns, n, roles, idle);
  const values = (i: number) => (columns[i].data as { values: Float64Array }).values;
  for (const [i, j] of [
    [0, 1],
    [0, 2],
    [2, 3],
  ]) {
    expect(matrix.values[i * 4 + j]).toBeCloseTo(spearman(values(i), values(j)), 12);
    expect(matrix.values[j * 4 + i]).toBe(matrix.values[i * 4 + j]);
  }
  expect(matrix.values[2]).toBe(-1);
});

test('the same data give the same bits; a pause that throws ends it', async () => {
  expect(await lookAt(columns, n, roles, idle)).toEqual(await lookAt(columns, n, roles, idle));
  let pauses = 0;
  const stop = () => (++pauses > 3 ? Promise.reject(new Error('stop')) : Promise.resolve());
  await expect(lookAt(columns, n, roles, { ...idle, pause: stop })).rejects.toThrow('stop');
});

test('a regression on a table of two rows has no information, and says so with NaN', async () => {
  const small = [number('x', [1, 2]), number('y', [3, 5])];
  const look = await lookAt(small, 2, { target: 'y', task: 'regression', exclude: [] }, idle);
  expect(look.target).toEqual([
    { column: 'x', measure: 'r', strength: expect.closeTo(1, 12) as number, information: NaN },
  ]);
});
