// All pairs at once against each pair on its own, which the goldens of pandas hold.
import { expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import { pearson } from '$core/stats/correlation';
import { pearsonMatrix } from '$core/stats/correlationMatrix';
import { idle, times } from './tables';

const rng = Stream.of(3, 'matrix');
const on = { progress: () => undefined, pause: () => idle.pause() };
/** More rows than one block. */
const rows = 9001;
const base = Float64Array.from({ length: rows }, () => rng.normal());
const made = (f: (x: number, i: number) => number) => Float64Array.from(base, f);
const columns = [
  base,
  made((x) => 2 * x + rng.normal()),
  made((x) => 1.7e12 + 1e3 * x + 1e3 * rng.normal()),
  made((x, i) => (i % 3 === 0 ? NaN : -x)),
  made((x, i) => (i % 5 === 0 ? NaN : 1e9 + x * x)),
  made(() => 4),
  // Varies only where the fourth column is missing.
  made((_, i) => (i % 3 === 0 ? i : 7)),
  made(() => NaN),
  made((x, i) => (i === 0 ? x : NaN)),
];

test('the same correlation as pair by pair', async () => {
  const values = await pearsonMatrix(columns, on);
  for (const [i, a] of columns.entries()) {
    for (const [j, b] of columns.entries()) {
      const r = values[i * columns.length + j];
      const expected = i === j ? 1 : pearson(a, b);
      if (Number.isNaN(expected)) expect(r, `${i} ${j}`).toBeNaN();
      else expect(Math.abs(r - expected), `${i} ${j}`).toBeLessThan(1e-12);
    }
  }
  expect(values[5]).toBeNaN();
  expect(values[3 * columns.length + 6]).toBeNaN();
});

test('nothing, one column, one row', async () => {
  expect(await pearsonMatrix([], on)).toHaveLength(0);
  expect([...(await pearsonMatrix([base], on))]).toEqual([1]);
  expect([
    ...(await pearsonMatrix(
      times(2, (i) => Float64Array.of(i)),
      on,
    )),
  ]).toEqual([1, NaN, NaN, 1]);
});

test('stops where it is told to', async () => {
  let left = columns.length;
  const stopped = pearsonMatrix(columns, {
    progress: () => undefined,
    pause: () => (left-- > 0 ? Promise.resolve() : Promise.reject(new Error('stopped'))),
  });
  await expect(stopped).rejects.toThrow('stopped');
});
