// t-SNE (van der Maaten & Hinton 2008) with Barnes-Hut forces (van der Maaten 2014), into the plane. Constants as
// scikit-learn's TSNE: 3 times the perplexity neighbours, early exaggeration 12 for 250 of 1,000 rounds, momentum 0.5 then
// 0.8, gains from 0.01, learning rate max(rows / 12 / 4, 50), start by principal components of deviation 1e-4, theta 0.5.
import { pca } from '../decompose/pca';
import { columnOf, dense, minusRow, timesTransposed, type Dense } from '../math/dense';
import { log } from '../math/elementary';
import type { Stream } from '../rng/stream';
import { nearest } from './neighbours';
import { conditionals } from './perplexity';
import { Quadtree } from './quadtree';

/** Symmetric probabilities as a sparse matrix by rows; all of them sum to 1. */
export interface Joint {
  readonly start: Int32Array;
  readonly index: Int32Array;
  readonly value: Float64Array;
}

export interface TsneOptions {
  readonly perplexity: number;
  readonly rounds: number;
}
/** Told now and then; awaited, so that the work can be stopped by an error. */
export type Told = (round: number, xy: Float64Array, divergence: number | null) => Promise<void>;

export const theta = 0.5;
const exaggeration = 12;
const exaggerated = 250;

/** p(j|i) + p(i|j), normalized. */
export function joint(index: Int32Array, p: Float64Array, rows: number, count: number): Joint {
  const rowsOf = Array.from({ length: rows }, () => new Map<number, number>());
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < count; k++) {
      const j = index[i * count + k];
      const value = p[i * count + k];
      rowsOf[i].set(j, (rowsOf[i].get(j) ?? 0) + value);
      rowsOf[j].set(i, (rowsOf[j].get(i) ?? 0) + value);
    }
  }
  const start = new Int32Array(rows + 1);
  rowsOf.forEach((row, i) => (start[i + 1] = start[i] + row.size));
  const columns = new Int32Array(start[rows]);
  const value = new Float64Array(start[rows]);
  let sum = 0;
  rowsOf.forEach((row, i) => {
    [...row]
      .sort((a, b) => a[0] - b[0])
      .forEach(([j, one], k) => {
        columns[start[i] + k] = j;
        value[start[i] + k] = one;
        sum += one;
      });
  });
  for (let k = 0; k < value.length; k++) value[k] /= Math.max(sum, Number.EPSILON);
  return { start, index: columns, value };
}

/** Writes the gradient of the divergence; gives the divergence where it is asked for. */
export function gradient(
  p: Joint,
  xy: Float64Array,
  tree: Quadtree,
  out: Float64Array,
  angle: number,
  more = 1,
  measure = false,
): number | null {
  const rows = p.start.length - 1;
  tree.build(xy);
  tree.settle();
  const away = new Float64Array(2 * rows);
  const total = Math.max(tree.repulsion(xy, angle, away), Number.EPSILON);
  let divergence = 0;
  for (let i = 0; i < rows; i++) {
    let fx = 0;
    let fy = 0;
    for (let k = p.start[i]; k < p.start[i + 1]; k++) {
      const j = p.index[k];
      const dx = xy[2 * i] - xy[2 * j];
      const dy = xy[2 * i + 1] - xy[2 * j + 1];
      const q = 1 / (1 + dx * dx + dy * dy);
      const value = more * p.value[k];
      fx += value * q * dx;
      fy += value * q * dy;
      if (measure && value > 0) divergence += value * log(value / Math.max(q / total, Number.EPSILON));
    }
    out[2 * i] = 4 * (fx - away[2 * i] / total);
    out[2 * i + 1] = 4 * (fy - away[2 * i + 1] / total);
  }
  return measure ? divergence : null;
}

/** Two numbers per row. At least 4 rows; the perplexity must be below their number. */
export async function tsne(
  x: Dense,
  { perplexity, rounds }: TsneOptions,
  stream: Stream,
  told: Told,
): Promise<Float64Array> {
  const n = x.rows;
  const count = Math.min(n - 1, Math.floor(3 * perplexity + 1));
  const xy = startByComponents(x, 1e-4, stream);
  const { index, squared } = await nearest(x, count, () => told(0, xy, null));
  const p = joint(index, conditionals(squared, n, count, perplexity), n, count);
  const rate = Math.max(n / exaggeration / 4, 50);
  const tree = new Quadtree(n);
  const slope = new Float64Array(2 * n);
  const update = new Float64Array(2 * n);
  const gains = new Float64Array(2 * n).fill(1);
  for (let round = 1; round <= rounds; round++) {
    const early = round <= Math.min(exaggerated, rounds / 2);
    const measure = round % 50 === 0 || round === rounds;
    const divergence = gradient(p, xy, tree, slope, theta, early ? exaggeration : 1, measure);
    // Momentum starts anew after the exaggeration, as it does there.
    if (round === Math.min(exaggerated, Math.floor(rounds / 2)) + 1) {
      update.fill(0);
      gains.fill(1);
    }
    const momentum = early ? 0.5 : 0.8;
    for (let i = 0; i < 2 * n; i++) {
      gains[i] = update[i] * slope[i] < 0 ? gains[i] + 0.2 : gains[i] * 0.8;
      if (gains[i] < 0.01) gains[i] = 0.01;
      update[i] = momentum * update[i] - rate * gains[i] * slope[i];
      xy[i] += update[i];
    }
    await told(round, xy, early ? null : divergence);
  }
  return xy;
}

/** The first two principal components, the first of deviation `size`. */
export function startByComponents(x: Dense, size: number, stream: Stream): Float64Array {
  const count = Math.min(2, x.columns, x.rows);
  const { mean, components } = pca(x, count, stream);
  const z = timesTransposed(minusRow(x, mean), components);
  const first = columnOf(z, 0);
  let squares = 0;
  for (const value of first) squares += value * value;
  const scale = size / (Math.sqrt(squares / x.rows) || 1);
  const xy = new Float64Array(2 * x.rows);
  for (let r = 0; r < x.rows; r++) for (let c = 0; c < count; c++) xy[2 * r + c] = scale * z.values[r * count + c];
  // Rows in one point, or on one line, would never part.
  if (count < 2 || squares === 0) for (let i = 0; i < xy.length; i++) xy[i] += size * 0.1 * stream.normal();
  return xy;
}

export const plane = (xy: Float64Array): Dense => dense(xy.length / 2, 2, xy);
