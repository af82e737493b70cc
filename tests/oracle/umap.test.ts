// UMAP's start, and the trustworthiness of whole pictures, against umap-learn (fixture by umap_start.py).
import { describe, expect, test } from 'vitest';
import { distortion } from '$core/embed/quality';
import { partsOf, spectralStart } from '$core/embed/spectral';
import { plane } from '$core/embed/tsne';
import { umap, type Edges } from '$core/embed/umap';
import { dense } from '$core/math/dense';
import { topVectors } from '$core/math/lanczos';
import { orient, symmetricEigen } from '$core/math/symmetricEigen';
import { Stream } from '$core/rng/stream';
import { expectClose } from '../support/close';
import golden from './sklearn/umap.json';

const of = (values: readonly number[]) => Float64Array.from(values);
const edgesOf = (one: { head: number[]; tail: number[]; weight: number[] }): Edges => ({
  head: Int32Array.from(one.head),
  tail: Int32Array.from(one.tail),
  weight: of(one.weight),
});

/** The column of some rows around their mean, its largest entry positive: eigenvectors have no sign. */
function column(xy: ArrayLike<number>, rows: readonly number[], c: number): Float64Array {
  const mean = rows.reduce((sum, r) => sum + xy[2 * r + c], 0) / rows.length;
  const own = Float64Array.from(rows, (r) => xy[2 * r + c] - mean);
  orient(own);
  return own;
}

test.each(golden.starts)('the start of $rows rows that hang together', ({ rows, columns, x, start, ...edges }) => {
  const got = spectralStart(dense(rows, columns, of(x)), edgesOf(edges), Stream.of(1, 'start'));
  const all = Array.from({ length: rows }, (_, r) => r);
  for (const c of [0, 1]) expectClose(column(got, all, c), column(start, all, c), 1e-5, `axis ${c}`);
});

test.each(golden.apart)('the start of $rows rows in parts', ({ rows, columns, x, start, ...edges }) => {
  const made = edgesOf(edges);
  const { count, part } = partsOf(made, rows);
  expect(count).toBeGreaterThan(2);
  const got = spectralStart(dense(rows, columns, of(x)), made, Stream.of(1, 'start'));
  for (let p = 0; p < count; p++) {
    const members = [...part.keys()].filter((row) => part[row] === p);
    for (const c of [0, 1]) {
      expectClose(column(got, members, c), column(start, members, c), 1e-4, `part ${p}, axis ${c}`);
      const centre = (xy: ArrayLike<number>) => {
        const own = members.map((r) => xy[2 * r + c]);
        return (Math.max(...own) + Math.min(...own)) / 2;
      };
      expect(Math.abs(centre(got) - centre(start))).toBeLessThan(0.5);
    }
  }
});

test('the vectors of a large graph are those of all eigenvectors', () => {
  const n = 360;
  const stream = Stream.of(3, 'graph');
  const a = new Float64Array(n * n);
  const root = new Float64Array(n);
  for (let i = 0; i < n; i++)
    for (const j of [(i + 1) % n, (i + 7) % n, stream.below(n)])
      if (i !== j) a[i * n + j] = a[j * n + i] = 0.2 + stream.uniform();
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) root[i] += a[i * n + j];
  root.forEach((value, i) => (root[i] = Math.sqrt(value)));
  for (let i = 0; i < a.length; i++) a[i] /= root[Math.floor(i / n)] * root[i % n];
  const apply = (x: Float64Array, y: Float64Array) => {
    for (let i = 0; i < n; i++) {
      y[i] = 0;
      for (let j = 0; j < n; j++) y[i] += a[i * n + j] * x[j];
    }
  };
  const got = topVectors(
    apply,
    n,
    2,
    Float64Array.from({ length: n }, () => stream.normal()),
    root,
  );
  for (const k of [0, 1]) orient(got.subarray(k * n, (k + 1) * n));
  expectClose(got, symmetricEigen(a, n, 3).vectors.subarray(n), 1e-5, 'vectors');
});

describe('a whole picture', () => {
  test.each(golden.pictures)('of $name is as true as those of umap-learn', async (one) => {
    const x = dense(one.rows, one.columns, of(one.x));
    const how = { neighbours: one.neighbours, minDist: 0.1, epochs: 500 };
    const xy = await umap(x, how, Stream.of(1, 'umap'), () => Promise.resolve());
    const mean = one.trustworthiness.reduce((sum, value) => sum + value, 0) / one.trustworthiness.length;
    // Five seeds of umap-learn differ by up to 0.002.
    expect(distortion(x, plane(xy), 10).trustworthiness).toBeGreaterThan(mean - 0.005);
  });
});
