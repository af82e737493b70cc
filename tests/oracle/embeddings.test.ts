// Parts of t-SNE and UMAP, and the measures of an embedding, against scikit-learn and umap-learn (fixture by
// embeddings.py).
import { expect, test } from 'vitest';
import { conditionals } from '$core/embed/perplexity';
import { Quadtree } from '$core/embed/quadtree';
import { distortion } from '$core/embed/quality';
import { gradient, plane, tsne, type Joint } from '$core/embed/tsne';
import { curveOf, fuzzyUnion, smoothDistances, umap } from '$core/embed/umap';
import { dense } from '$core/math/dense';
import { Stream } from '$core/rng/stream';
import { expectClose } from '../support/close';
import golden from './sklearn/embeddings.json';

const of = (values: readonly number[]) => Float64Array.from(values);

test.each(golden.search)('widths at perplexity $perplexity', ({ squared, rows, count, perplexity, p }) => {
  expectClose(conditionals(of(squared), rows, count, perplexity), p, 1e-6, 'probabilities');
});

test.each(golden.divergence)('divergence and gradient of $rows rows', ({ rows, p, y, kl, gradient: want }) => {
  const every: Joint = {
    start: Int32Array.from({ length: rows + 1 }, (_, i) => i * rows),
    index: Int32Array.from({ length: rows * rows }, (_, k) => k % rows),
    value: of(p),
  };
  const got = new Float64Array(2 * rows);
  // A square never acts as one: the sums are exact.
  expect(gradient(every, of(y), new Quadtree(rows), got, 0, 1, true)).toBeCloseTo(kl, 8);
  expectClose(got, want, 1e-6, 'gradient');
  const near = new Float64Array(2 * rows);
  gradient(every, of(y), new Quadtree(rows), near, 0.5);
  expectClose(near, want, 0.05, 'gradient with squares as one');
});

test.each(golden.smooth)('neighbourhoods of $count of $rows rows', (one) => {
  const { sigma, rho } = smoothDistances(of(one.distances), one.rows, one.count);
  expectClose(rho, one.rho, 1e-6, 'rho');
  // umap-learn keeps single precision.
  expectClose(sigma, one.sigma, 2e-5, 'sigma');
  const { head, tail, weight } = fuzzyUnion(Int32Array.from(one.index), of(one.distances), one.rows, one.count);
  expect([...head]).toEqual(one.head);
  expect([...tail]).toEqual(one.tail);
  expectClose(weight, one.weight, 2e-5, 'weights');
});

test.each(golden.curve)('curve for a least distance of $minDist', ({ minDist, a, b, umap: theirs }) => {
  const got = curveOf(minDist);
  expectClose([got.a, got.b], [a, b], 1e-6, 'a, b');
  expectClose([got.a, got.b], theirs, 1e-4, 'as umap-learn');
});

test.each(golden.quality)('trustworthiness with $neighbours neighbours', ({ rows, columns, x, z, ...want }) => {
  const got = distortion(dense(rows, columns, of(x)), plane(of(z)), want.neighbours);
  expect(got.trustworthiness).toBeCloseTo(want.trustworthiness, 12);
  expect(got.continuity).toBeCloseTo(want.continuity, 12);
  const same = distortion(dense(rows, columns, of(x)), dense(rows, columns, of(x)), want.neighbours);
  expect(same).toMatchObject({ trustworthiness: 1, continuity: 1, kept: 1 });
});

/** Three groups far apart in ten dimensions. */
function groups() {
  const stream = Stream.of(5, 'groups');
  const x = dense(150, 10);
  for (let r = 0; r < 150; r++)
    for (let c = 0; c < 10; c++) x.values[r * 10 + c] = stream.normal() + (c === r % 3 ? 12 : 0);
  return x;
}

test('t-SNE parts three groups, its divergence falls, and the same seed gives the same picture', async () => {
  const x = groups();
  const divergences: number[] = [];
  const run = (keep: boolean) =>
    tsne(x, { perplexity: 15, rounds: 400 }, Stream.of(1, 'tsne'), (_round, _xy, divergence) => {
      if (keep && divergence !== null) divergences.push(divergence);
      return Promise.resolve();
    });
  const xy = await run(true);
  expect(divergences.length).toBeGreaterThan(2);
  for (let i = 1; i < divergences.length; i++) expect(divergences[i]).toBeLessThanOrEqual(divergences[i - 1] + 1e-3);
  expect(distortion(x, plane(xy), 10).trustworthiness).toBeGreaterThan(0.95);
  expect(ownGroup(xy)).toBe(1);
  expect(await run(false)).toEqual(xy);
});

test('UMAP parts three groups, and the same seed gives the same picture', async () => {
  const x = groups();
  const run = () =>
    umap(x, { neighbours: 15, minDist: 0.1, epochs: 200 }, Stream.of(1, 'umap'), () => Promise.resolve());
  const xy = await run();
  expect(xy.every(Number.isFinite)).toBe(true);
  expect(distortion(x, plane(xy), 10).trustworthiness).toBeGreaterThan(0.9);
  expect(ownGroup(xy)).toBe(1);
  expect(await run()).toEqual(xy);
});

/** Share of rows whose nearest row in the picture is of their group. */
function ownGroup(xy: Float64Array): number {
  let own = 0;
  for (let i = 0; i < 150; i++) {
    let best = -1;
    let least = Infinity;
    for (let j = 0; j < 150; j++) {
      const d = (xy[2 * i] - xy[2 * j]) ** 2 + (xy[2 * i + 1] - xy[2 * j + 1]) ** 2;
      if (j !== i && d < least) [least, best] = [d, j];
    }
    if (best % 3 === i % 3) own++;
  }
  return own / 150;
}
