// UMAP (McInnes, Healy & Melville 2018) into the plane, with the constants of umap-learn: local connectivity 1, five
// negative samples, 500 epochs up to 10,000 rows, learning rate from 1 to 0, spectral start. Neighbours are exact; a row
// counts as its own first neighbour, as there.
import type { Dense } from '../math/dense';
import { exp, log } from '../math/elementary';
import type { Stream } from '../rng/stream';
import { nearest } from './neighbours';
import { spectralStart } from './spectral';
import type { Told } from './tsne';

export interface UmapOptions {
  readonly neighbours: number;
  readonly minDist: number;
  readonly epochs: number;
}

const tolerance = 1e-5;

/** `distances`: rows x count, ascending, the row itself first with 0. Widths and distances of local connectivity. */
export function smoothDistances(distances: Float64Array, rows: number, count: number) {
  const sigma = new Float64Array(rows);
  const rho = new Float64Array(rows);
  const target = log(count) / log(2);
  let all = 0;
  for (const d of distances) all += d;
  all /= distances.length;
  for (let i = 0; i < rows; i++) {
    const own = distances.subarray(i * count, (i + 1) * count);
    rho[i] = own.find((d) => d > 0) ?? 0;
    let low = 0;
    let high = Infinity;
    let mid = 1;
    for (let step = 0; step < 64; step++) {
      let sum = 0;
      for (let j = 1; j < count; j++) {
        const d = own[j] - rho[i];
        sum += d > 0 ? exp(-(d / mid)) : 1;
      }
      if (Math.abs(sum - target) < tolerance) break;
      if (sum > target) {
        high = mid;
        mid = (low + high) / 2;
      } else {
        low = mid;
        mid = high === Infinity ? mid * 2 : (low + high) / 2;
      }
    }
    const mean = rho[i] > 0 ? own.reduce((sum, d) => sum + d, 0) / count : all;
    sigma[i] = Math.max(mid, 1e-3 * mean);
  }
  return { sigma, rho };
}

export interface Edges {
  readonly head: Int32Array;
  readonly tail: Int32Array;
  readonly weight: Float64Array;
}

/** The fuzzy union of all neighbourhoods: a + b - a b, both directions listed. `index`: as `distances`. */
export function fuzzyUnion(index: Int32Array, distances: Float64Array, rows: number, count: number): Edges {
  const { sigma, rho } = smoothDistances(distances, rows, count);
  const strength = Array.from({ length: rows }, () => new Map<number, number>());
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < count; k++) {
      const j = index[i * count + k];
      if (j === i) continue;
      const off = distances[i * count + k] - rho[i];
      strength[i].set(j, off <= 0 || sigma[i] === 0 ? 1 : exp(-(off / sigma[i])));
    }
  }
  const edges: [number, number, number][] = [];
  strength.forEach((row, i) =>
    row.forEach((a, j) => {
      const b = strength[j].get(i) ?? 0;
      const weight = a + b - a * b;
      edges.push([i, j, weight]);
      if (!strength[j].has(i)) edges.push([j, i, weight]);
    }),
  );
  // Weights that single precision cannot hold pull nothing; umap-learn has none of them either.
  const held = edges.filter(([, , w]) => Math.fround(w) > 0).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return {
    head: Int32Array.from(held, ([i]) => i),
    tail: Int32Array.from(held, ([, j]) => j),
    weight: Float64Array.from(held, ([, , w]) => w),
  };
}

/** a and b of 1 / (1 + a x^(2b)) nearest to 1 up to `minDist` and exp(minDist - x) beyond, by Levenberg-Marquardt. */
export function curveOf(minDist: number): { a: number; b: number } {
  const points = 300;
  const x = Float64Array.from({ length: points }, (_, i) => (3 * i) / (points - 1));
  const y = x.map((one) => (one < minDist ? 1 : exp(minDist - one)));
  const logs = x.map((one) => (one > 0 ? log(one) : 0));
  const cost = (a: number, b: number) => {
    let sum = 0;
    for (let i = 0; i < points; i++) {
      const f = 1 / (1 + (i > 0 ? a * exp(2 * b * logs[i]) : 0));
      sum += (f - y[i]) * (f - y[i]);
    }
    return sum;
  };
  let [a, b, damping] = [1, 1, 1e-3];
  let value = cost(a, b);
  for (let round = 0; round < 200; round++) {
    let [aa, ab, bb, ga, gb] = [0, 0, 0, 0, 0];
    for (let i = 1; i < points; i++) {
      const power = exp(2 * b * logs[i]);
      const f = 1 / (1 + a * power);
      const da = -power * f * f;
      const db = -2 * a * power * logs[i] * f * f;
      aa += da * da;
      ab += da * db;
      bb += db * db;
      ga += da * (f - y[i]);
      gb += db * (f - y[i]);
    }
    const [p, q] = [aa * (1 + damping), bb * (1 + damping)];
    const det = p * q - ab * ab;
    const stepA = -(q * ga - ab * gb) / det;
    const stepB = -(p * gb - ab * ga) / det;
    const next = cost(a + stepA, b + stepB);
    if (next <= value) {
      [a, b, damping] = [a + stepA, b + stepB, damping / 10];
      const small = Math.abs(stepA) <= 1e-12 * a && Math.abs(stepB) <= 1e-12 * b;
      value = next;
      if (small) break;
    } else if ((damping *= 10) > 1e12) break;
  }
  return { a, b };
}

const clip = (x: number) => (x > 4 ? 4 : x < -4 ? -4 : x);

/** Spread over 10 each way, with a little noise, so that equal rows part. */
function startOf(x: Dense, edges: Edges, stream: Stream): Float64Array {
  const xy = spectralStart(x, edges, stream.split('start'));
  const largest = xy.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return xy.map((value) => (10 * value) / (largest || 1) + 1e-4 * stream.normal());
}

/** Two numbers per row. At least 3 rows. */
export async function umap(
  x: Dense,
  { neighbours, minDist, epochs }: UmapOptions,
  stream: Stream,
  told: Told,
): Promise<Float64Array> {
  const n = x.rows;
  const count = Math.min(neighbours, n);
  const xy = new Float64Array(2 * n);
  const found = await nearest(x, count - 1, () => told(0, xy, null));
  const index = new Int32Array(n * count);
  const distances = new Float64Array(n * count);
  for (let i = 0; i < n; i++) {
    index[i * count] = i;
    for (let k = 1; k < count; k++) {
      index[i * count + k] = found.index[i * found.count + k - 1];
      distances[i * count + k] = Math.sqrt(found.squared[i * found.count + k - 1]);
    }
  }
  const edges = fuzzyUnion(index, distances, n, count);
  const { head, tail, weight } = edges;
  xy.set(startOf(x, edges, stream));
  const { a, b } = curveOf(minDist);
  let most = 0;
  for (const w of weight) most = Math.max(most, w);
  const every = weight.map((w) => (epochs * w >= most ? most / w : Infinity));
  const next = every.slice();
  const nextNegative = every.map((one) => one / 5);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const rate = 1 - (epoch - 1) / epochs;
    for (let e = 0; e < head.length; e++) {
      if (!(next[e] <= epoch - 1)) continue;
      const j = 2 * head[e];
      attract(xy, j, 2 * tail[e], a, b, rate);
      next[e] += every[e];
      const pause = every[e] / 5;
      const negatives = Math.floor((epoch - 1 - nextNegative[e]) / pause);
      for (let k = 0; k < negatives; k++) repel(xy, j, 2 * stream.below(n), a, b, rate);
      nextNegative[e] += negatives * pause;
    }
    await told(epoch, xy, null);
  }
  return xy;
}

function attract(xy: Float64Array, j: number, k: number, a: number, b: number, rate: number): void {
  const dx = xy[j] - xy[k];
  const dy = xy[j + 1] - xy[k + 1];
  const d = dx * dx + dy * dy;
  if (d === 0) return;
  const power = exp(b * log(d));
  const pull = (-2 * a * b * power) / d / (a * power + 1);
  const gx = clip(pull * dx) * rate;
  const gy = clip(pull * dy) * rate;
  xy[j] += gx;
  xy[j + 1] += gy;
  xy[k] -= gx;
  xy[k + 1] -= gy;
}

function repel(xy: Float64Array, j: number, k: number, a: number, b: number, rate: number): void {
  const dx = xy[j] - xy[k];
  const dy = xy[j + 1] - xy[k + 1];
  const d = dx * dx + dy * dy;
  if (d === 0) return;
  const push = (2 * b) / ((0.001 + d) * (a * exp(b * log(d)) + 1));
  xy[j] += clip(push * dx) * rate;
  xy[j + 1] += clip(push * dy) * rate;
}
