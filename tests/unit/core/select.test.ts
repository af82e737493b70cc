import { expect, test } from 'vitest';
import { dense, type Dense } from '$core/math/dense';
import { Stream } from '$core/rng/stream';
import { atLeast, boruta } from '$core/select/boruta';
import { growForest } from '$core/select/forest';
import { permutationImportance } from '$core/select/permutation';
import { redundancy } from '$core/select/scores';

/** Columns 0 and 1 make the target, column 2 is a copy of 0 with noise, the others are noise. */
function problem(rows: number, columns: number, seed: number): { x: Dense; y: Float64Array } {
  const stream = Stream.of(seed, 'problem');
  const x = dense(rows, columns);
  for (let i = 0; i < x.values.length; i++) x.values[i] = stream.normal();
  for (let r = 0; r < rows; r++) x.values[r * columns + 2] = x.values[r * columns] + 0.1 * stream.normal();
  const y = Float64Array.from({ length: rows }, (_, r) => x.values[r * columns] - 2 * x.values[r * columns + 1]);
  return { x, y };
}

test('a grown forest fits its rows, and its importance sums to 1', () => {
  const { x, y } = problem(80, 6, 1);
  const forest = growForest(x, [y], 30, Stream.of(1, 'forest'));
  forest.predict(x).forEach((value, r) => expect(value).toBeCloseTo(y[r], 6));
  expect(forest.importance.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
  expect(forest.importance[1]).toBe(Math.max(...forest.importance));
  expect(growForest(x, [y], 30, Stream.of(1, 'forest')).importance).toEqual(forest.importance);
});

test('a forest of a constant target or constant columns splits nothing', () => {
  const { x, y } = problem(20, 4, 2);
  expect([...growForest(x, [y.map(() => 3)], 5, Stream.of(1, 'f')).importance]).toEqual([0, 0, 0, 0]);
  const flat = growForest(dense(20, 2), [y], 5, Stream.of(1, 'f'));
  expect([...flat.importance]).toEqual([0, 0]);
  const mean = y.reduce((sum, value) => sum + value, 0) / 20;
  flat.predict(dense(1, 2)).forEach((value) => expect(value).toBeCloseTo(mean, 12));
});

test('shadows: what matters is always kept, copies too; noise that fits by chance seldom is', () => {
  const noise: number[] = [];
  for (let seed = 0; seed < 6; seed++) {
    const { x, y } = problem(120, 8, seed);
    const { kept } = boruta(x, [y], 30, 25, Stream.of(seed, 'boruta'));
    expect(kept.slice(0, 3)).toEqual([0, 1, 2]);
    noise.push(...kept.slice(3));
  }
  expect(noise.length).toBeLessThanOrEqual(0.2 * 6 * 5);
});

test('the tail of a fair coin', () => {
  expect(atLeast(0, 10)).toBe(1);
  expect(atLeast(10, 10)).toBe(1 / 1024);
  expect(atLeast(8, 10)).toBeCloseTo(56 / 1024, 15);
  expect(atLeast(11, 10)).toBe(0);
});

test('permutation importance: the strongest column first, noise near nothing', () => {
  const { x, y } = problem(200, 6, 5);
  const scores = permutationImportance(x, [y], false, 40, 5, Stream.of(2, 'permutation'));
  expect(scores.indexOf(Math.max(...scores))).toBe(1);
  for (const noise of scores.slice(3)) expect(Math.abs(noise)).toBeLessThan(0.1);
});

test('of columns that tell the same the first is kept', () => {
  const { x } = problem(100, 5, 6);
  const { kept, scores } = redundancy(x, 0.9);
  expect(kept).toEqual([0, 1, 3, 4]);
  expect(scores[2]).toBeGreaterThan(0.9);
  expect(redundancy(x, 0.9999).kept).toEqual([0, 1, 2, 3, 4]);
});
