// Mutual information in nats. Two categorical sides: from the counts. A number on a side: nearest neighbours, k = 3, as
// scikit-learn's mutual_info_classif and mutual_info_regression: Kraskov, Stoegbauer & Grassberger 2004 (estimator 1)
// for two numbers, Ross 2014 for a number and classes. Every argument holds present values only.
import { log } from '../math/elementary';
import type { Stream } from '../rng/stream';
import { contingency } from './categories';
import { countBelow } from './correlation';

const neighbours = 3;
const euler = 0.5772156649015329;

/** Digamma of the whole numbers 0 to n (0 gives -Infinity). */
function digammas(n: number): Float64Array {
  const table = new Float64Array(n + 1);
  table[0] = -Infinity;
  if (n > 0) table[1] = -euler;
  for (let i = 2; i <= n; i++) table[i] = table[i - 1] + 1 / (i - 1);
  return table;
}

export function discreteInformation(a: Int32Array, b: Int32Array): number {
  const { n, rows, columns, cells } = contingency(a, b);
  let sum = 0;
  for (const { row, column, count } of cells) {
    sum += (count / n) * log((count * n) / (rows[row] * columns[column]));
  }
  return Math.max(0, sum);
}

/**
 * A number divided by its standard deviation, with noise of 1e-10 of its size, so that equal values are told apart.
 * As scikit-learn does before estimating; the noise comes from the given stream.
 */
export function blurred(values: Float64Array, noise: Stream): Float64Array {
  const n = values.length;
  let mean = 0;
  for (const value of values) mean += value / n;
  let spread = 0;
  for (const value of values) spread += ((value - mean) * (value - mean)) / n;
  const sd = Math.sqrt(spread) || 1;
  const scaled = values.map((value) => value / sd);
  let size = 0;
  for (const value of scaled) size += Math.abs(value) / n;
  const step = 1e-10 * Math.max(1, size);
  return scaled.map((value) => value + step * noise.normal());
}

/** Points closer than `radius` to `value`, itself among them; at radius 0 those equal to it. */
function within(sorted: Float64Array, value: number, radius: number): number {
  if (radius === 0) return countBelow(sorted, value, true) - countBelow(sorted, value, false);
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if (sorted[mid] < value && value - sorted[mid] >= radius) low = mid + 1;
    else high = mid;
  }
  const from = low;
  high = sorted.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if (sorted[mid] <= value || sorted[mid] - value < radius) low = mid + 1;
    else high = mid;
  }
  return low - from;
}

/** Two numbers; Chebyshev distance in the plane. */
export function continuousInformation(x: Float64Array, y: Float64Array): number {
  const n = x.length;
  if (n <= neighbours) return NaN;
  const order = Uint32Array.from(x, (_, i) => i).sort((a, b) => x[a] - x[b]);
  const xs = Float64Array.from(order, (i) => x[i]);
  const ys = Float64Array.from(order, (i) => y[i]);
  const sortedY = ys.slice().sort();
  const psi = digammas(n + 1);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const radius = kthInPlane(xs, ys, i);
    sum += psi[within(xs, xs[i], radius)] + psi[within(sortedY, ys[i], radius)];
  }
  return Math.max(0, psi[n] + psi[neighbours] - sum / n);
}

/** Distance to the third nearest other point: outward along x until x alone is farther. */
function kthInPlane(xs: Float64Array, ys: Float64Array, i: number): number {
  const best = [Infinity, Infinity, Infinity];
  let left = i - 1;
  let right = i + 1;
  for (;;) {
    const toLeft = left >= 0 ? xs[i] - xs[left] : Infinity;
    const toRight = right < xs.length ? xs[right] - xs[i] : Infinity;
    const along = Math.min(toLeft, toRight);
    if (along === Infinity || along >= best[2]) return best[2];
    const j = toLeft <= toRight ? left-- : right++;
    const distance = Math.max(along, Math.abs(ys[i] - ys[j]));
    if (distance >= best[2]) continue;
    if (distance < best[0]) best.splice(0, 3, distance, best[0], best[1]);
    else if (distance < best[1]) best.splice(1, 2, distance, best[1]);
    else best[2] = distance;
  }
}

/** A number and classes. Classes of one row say nothing and are left out. */
export function classInformation(values: Float64Array, codes: Int32Array): number {
  const groups = new Map<number, number[]>();
  for (let i = 0; i < codes.length; i++) {
    const group = groups.get(codes[i]);
    if (group) group.push(values[i]);
    else groups.set(codes[i], [values[i]]);
  }
  const kept = [...groups.values()].filter((group) => group.length > 1).map((group) => Float64Array.from(group).sort());
  const all = new Float64Array(kept.reduce((sum, group) => sum + group.length, 0));
  let at = 0;
  for (const group of kept) {
    all.set(group, at);
    at += group.length;
  }
  const n = all.length;
  if (n === 0) return 0;
  all.sort();
  const psi = digammas(n + 1);
  let sum = 0;
  for (const group of kept) {
    const k = Math.min(neighbours, group.length - 1);
    for (let i = 0; i < group.length; i++) {
      sum += psi[k] - psi[group.length] - psi[within(all, group[i], kthOnLine(group, i, k))];
    }
  }
  return Math.max(0, psi[n] + sum / n);
}

/** Distance to the k-th nearest other point of ascending values. */
function kthOnLine(sorted: Float64Array, i: number, k: number): number {
  let best = Infinity;
  for (let start = Math.max(0, i - k); start <= i && start + k < sorted.length; start++) {
    best = Math.min(best, Math.max(sorted[i] - sorted[start], sorted[start + k] - sorted[i]));
  }
  return best;
}
