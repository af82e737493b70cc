// The density of a number column by a Gaussian kernel (Rosenblatt 1956, Parzen 1962), as scipy's gaussian_kde in one
// dimension: the kernel's standard deviation is the sample's times a factor, n^(-1/5) (Scott 1992) or (3n/4)^(-1/5)
// (Silverman 1986). Up to `exactLimit` values every kernel is summed; beyond, values are first shared out between the
// two nearest of 4,096 grid points (linear binning, Wand 1994), which changes the density by less than 0.1 % of its peak.
import { exp } from '../math/elementary';

export type BandwidthRule = 'scott' | 'silverman';

export interface DensityCurve {
  readonly x: Float64Array;
  /** Per unit of x; integrates to 1 over all x. */
  readonly y: Float64Array;
  /** Standard deviation of the kernel, in units of x. */
  readonly bandwidth: number;
}

export const exactLimit = 5000;
const cells = 4096;
/** Beyond this many bandwidths a kernel adds nothing that could be seen (below 1e-17 of its top). */
const reach = 9;
const rootTwoPi = 2.5066282746310002;

/** In units of the values; 0 without spread or with fewer than two values. `sorted`: present values, ascending. */
export function bandwidthOf(sorted: Float64Array, rule: BandwidthRule = 'scott'): number {
  const n = sorted.length;
  if (n < 2 || sorted[0] === sorted[n - 1]) return 0;
  const origin = sorted[n >>> 1];
  let sum = 0;
  for (const value of sorted) sum += value - origin;
  const mean = sum / n;
  let squares = 0;
  for (const value of sorted) squares += (value - origin - mean) * (value - origin - mean);
  return Math.sqrt(squares / (n - 1)) * (rule === 'scott' ? n : (3 * n) / 4) ** -0.2;
}

/** Where densities of these columns can be drawn side by side: three bandwidths beyond their ends. Null without spread. */
export function densityRange(
  columns: readonly Float64Array[],
  rule: BandwidthRule = 'scott',
): readonly [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (const sorted of columns) {
    const h = bandwidthOf(sorted, rule);
    if (h === 0) continue;
    low = Math.min(low, sorted[0] - 3 * h);
    high = Math.max(high, sorted[sorted.length - 1] + 3 * h);
  }
  return low < high ? [low, high] : null;
}

/** On `points` evenly spaced places of the range. Null without spread or with fewer than two values. */
export function density(
  sorted: Float64Array,
  [low, high]: readonly [number, number],
  points: number,
  rule: BandwidthRule = 'scott',
): DensityCurve | null {
  const bandwidth = bandwidthOf(sorted, rule);
  if (bandwidth === 0) return null;
  const x = Float64Array.from({ length: points }, (_, i) => low + ((high - low) * i) / (points - 1));
  const { places, weights } = sorted.length <= exactLimit ? { places: sorted, weights: null } : binned(sorted);
  const scale = 1 / (sorted.length * bandwidth * rootTwoPi);
  const y = new Float64Array(points);
  let from = 0;
  for (let i = 0; i < points; i++) {
    // Both run upwards: what lies too far below stays so.
    while (from < places.length && places[from] < x[i] - reach * bandwidth) from++;
    let sum = 0;
    for (let k = from; k < places.length && places[k] <= x[i] + reach * bandwidth; k++) {
      if (weights && weights[k] === 0) continue;
      const z = (x[i] - places[k]) / bandwidth;
      sum += (weights ? weights[k] : 1) * exp(-0.5 * z * z);
    }
    y[i] = sum * scale;
  }
  return { x, y, bandwidth };
}

/** Each value shared out between its two neighbours on an even grid from the smallest to the largest. */
function binned(sorted: Float64Array): { places: Float64Array; weights: Float64Array } {
  const low = sorted[0];
  const step = (sorted[sorted.length - 1] - low) / (cells - 1);
  const weights = new Float64Array(cells);
  for (const value of sorted) {
    const at = (value - low) / step;
    const cell = Math.min(cells - 2, Math.floor(at));
    const share = at - cell;
    weights[cell] += 1 - share;
    weights[cell + 1] += share;
  }
  return { places: Float64Array.from(weights, (_, i) => low + i * step), weights };
}
