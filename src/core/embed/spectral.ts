// Where UMAP starts, as in umap-learn: eigenvectors of the normalized Laplacian of the graph (Belkin & Niyogi 2003), and where
// the graph falls apart, each part by itself around a place of its own.
import { dense, type Dense } from '../math/dense';
import { exp } from '../math/elementary';
import { orient, symmetricEigen } from '../math/symmetricEigen';
import { topVectors } from '../math/lanczos';
import type { Stream } from '../rng/stream';
import type { Edges } from './umap';

/** Up to so many rows all eigenvectors are taken at once. */
const denseUpTo = 300;

/** The part of each row, numbered as the rows come. */
export function partsOf({ head, tail }: Edges, rows: number): { count: number; part: Int32Array } {
  const up = Int32Array.from({ length: rows }, (_, i) => i);
  const root = (i: number) => {
    while (up[i] !== i) i = up[i] = up[up[i]];
    return i;
  };
  head.forEach((i, e) => {
    const [a, b] = [root(i), root(tail[e])];
    up[Math.max(a, b)] = Math.min(a, b);
  });
  const part = new Int32Array(rows);
  let count = 0;
  for (let i = 0; i < rows; i++) part[i] = root(i) === i ? count++ : part[root(i)];
  return { count, part };
}

/**
 * Two numbers per row, row by row: the second and third eigenvector of I - D^-1/2 W D^-1/2 of a connected graph of at
 * least four rows with both directions of every edge; the largest entry of each is positive.
 */
export function spectralPlane({ head, tail, weight }: Edges, rows: number, stream: Stream): Float64Array {
  const degree = new Float64Array(rows);
  head.forEach((i, e) => (degree[i] += weight[e]));
  const root = degree.map(Math.sqrt);
  const scaled = weight.map((w, e) => w / (root[head[e]] * root[tail[e]]));
  let vectors: Float64Array;
  if (rows <= denseUpTo) {
    const a = new Float64Array(rows * rows);
    scaled.forEach((w, e) => (a[head[e] * rows + tail[e]] = w));
    vectors = symmetricEigen(a, rows, 3).vectors.subarray(rows);
  } else {
    const apply = (x: Float64Array, y: Float64Array) => {
      y.fill(0);
      for (let e = 0; e < head.length; e++) y[head[e]] += scaled[e] * x[tail[e]];
    };
    const start = Float64Array.from({ length: rows }, () => stream.normal());
    vectors = topVectors(apply, rows, 2, start, root);
    for (let k = 0; k < 2; k++) orient(vectors.subarray(k * rows, (k + 1) * rows));
  }
  return Float64Array.from({ length: 2 * rows }, (_, i) => vectors[(i & 1) * rows + (i >> 1)]);
}

/** Two numbers per row of x, before they are scaled. */
export function spectralStart(x: Dense, edges: Edges, stream: Stream): Float64Array {
  const { count, part } = partsOf(edges, x.rows);
  if (count === 1 && x.rows > 3) return spectralPlane(edges, x.rows, stream);
  const places = count > 4 ? placesByCentre(x, part, count) : placesAround(count);
  const out = new Float64Array(2 * x.rows);
  const members = Array.from({ length: count }, () => [] as number[]);
  part.forEach((p, row) => members[p].push(row));
  const within = Array.from({ length: count }, () => [] as number[]);
  edges.head.forEach((row, e) => within[part[row]].push(e));
  const place = new Int32Array(x.rows);
  members.forEach((rows, p) => {
    const reach = reachOf(places, p);
    let own: Float64Array;
    if (rows.length < 4) {
      own = Float64Array.from({ length: 2 * rows.length }, () => reach * (2 * stream.uniform() - 1));
    } else {
      rows.forEach((row, i) => (place[row] = i));
      const of = (ends: Int32Array) => Int32Array.from(within[p], (e) => place[ends[e]]);
      const weight = Float64Array.from(within[p], (e) => edges.weight[e]);
      own = spectralPlane({ head: of(edges.head), tail: of(edges.tail), weight }, rows.length, stream);
      const largest = own.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      for (let i = 0; i < own.length; i++) own[i] *= reach / largest;
    }
    rows.forEach((row, i) => {
      out[2 * row] = own[2 * i] + places[2 * p];
      out[2 * row + 1] = own[2 * i + 1] + places[2 * p + 1];
    });
  });
  return out;
}

/** Up to four parts stand one to the right, above, to the left and below: half of them, then the others opposite. */
function placesAround(count: number): Float64Array {
  const half = Math.ceil(count / 2);
  const out = new Float64Array(2 * count);
  for (let p = 0; p < count; p++) out[2 * p + (p % half)] = p < half ? 1 : -1;
  return out;
}

/** Half of the distance to the nearest other place. */
function reachOf(places: Float64Array, p: number): number {
  let least = Infinity;
  for (let q = 0; q < places.length; q += 2) {
    const [dx, dy] = [places[q] - places[2 * p], places[q + 1] - places[2 * p + 1]];
    const d = Math.sqrt(dx * dx + dy * dy);
    if (d > 0) least = Math.min(least, d);
  }
  return least === Infinity ? 1 : least / 2;
}

/** Laplacian eigenmap of the parts' centres with strengths exp(-d^2), divided by its largest number. */
function placesByCentre(x: Dense, part: Int32Array, count: number): Float64Array {
  const centres = dense(count, x.columns);
  const sizes = new Float64Array(count);
  part.forEach((p, row) => {
    sizes[p]++;
    for (let c = 0; c < x.columns; c++) centres.values[p * x.columns + c] += x.values[row * x.columns + c];
  });
  const strength = new Float64Array(count * count);
  const degree = new Float64Array(count);
  for (let p = 0; p < count; p++) {
    for (let q = 0; q < count; q++) {
      if (p === q) continue;
      let d = 0;
      for (let c = 0; c < x.columns; c++) {
        const by = centres.values[p * x.columns + c] / sizes[p] - centres.values[q * x.columns + c] / sizes[q];
        d += by * by;
      }
      strength[p * count + q] = exp(-d);
      degree[p] += exp(-d);
    }
  }
  const root = degree.map((one) => (one > 0 ? Math.sqrt(one) : 1));
  for (let i = 0; i < strength.length; i++) strength[i] /= root[Math.floor(i / count)] * root[i % count];
  const { vectors } = symmetricEigen(strength, count, 3);
  const out = new Float64Array(2 * count);
  let largest = -Infinity;
  for (let k = 0; k < 2; k++) {
    const own = Float64Array.from(root, (one, p) => vectors[(k + 1) * count + p] / one);
    orient(own);
    own.forEach((value, p) => (out[2 * p + k] = value));
    largest = own.reduce((most, value) => Math.max(most, value), largest);
  }
  return out.map((value) => value / (largest || 1));
}
