// One-dimensional Parzen densities on a small grid, bandwidth by Scott's rule (Scott 1992, Multivariate Density
// Estimation), as Optuna 5.0.0 builds them for PED-ANOVA: one kernel per occupied grid point, weighted by its count,
// and one wide prior kernel of weight 1. All densities sum to 1.
import { pow } from '../../math/elementary';
import { normalCdf } from '../../math/erf';

/** So wide that 90 % of a kernel falls on its own grid point. */
const minSigma = 0.5 / 1.64;

interface Occupied {
  readonly at: number;
  readonly count: number;
}
const occupied = (counts: readonly number[]): Occupied[] =>
  counts.map((count, at) => ({ at, count })).filter(({ count }) => count > 0);

/** Density over grid points 0 to counts.length - 1: truncated normals, each giving a point the mass around it. */
export function gridDensity(counts: readonly number[]): number[] {
  const found = occupied(counts);
  const total = found.reduce((sum, { count }) => sum + count, 0);
  const sigma = Math.max(minSigma, bandwidth(found, total));
  const last = counts.length - 1;
  const density = new Array<number>(counts.length).fill(0);
  const add = (mu: number, spread: number, weight: number) => {
    const cdf = Array.from({ length: counts.length + 1 }, (_, edge) => normalCdf((edge - 0.5 - mu) / spread));
    const mass = cdf[counts.length] - cdf[0];
    for (let i = 0; i <= last; i++) density[i] += (weight * (cdf[i + 1] - cdf[i])) / mass;
  };
  for (const { at, count } of found) add(at, sigma, count / (total + 1));
  add(last / 2, last + 1, 1 / (total + 1));
  return density;
}

/** 1.059 min(IQR / 1.34, sd) n^-0.2 over the grid points. */
function bandwidth(found: readonly Occupied[], total: number): number {
  const mean = found.reduce((sum, { at, count }) => sum + at * count, 0) / total;
  const squares = found.reduce((sum, { at, count }) => sum + (at - mean) * (at - mean) * count, 0);
  const sd = Math.sqrt(squares / Math.max(1, total - 1));
  const below: number[] = [];
  for (const { count } of found) below.push((below.at(-1) ?? 0) + count);
  const first = below.findIndex((sum) => sum >= Math.floor(total / 4));
  const third = below.findIndex((sum) => sum > Math.floor((total * 3) / 4));
  const upper = third < 0 ? found.length - 1 : third;
  const iqr = found[upper].at - found[first].at;
  return 1.059 * Math.min(iqr / 1.34, sd) * pow(total, -0.2);
}

/** Density over choices: each seen choice is a kernel with a little weight on all others. */
export function choiceDensity(counts: readonly number[]): number[] {
  const found = occupied(counts);
  const total = found.reduce((sum, { count }) => sum + count, 0);
  const n = counts.length;
  const share = 1 / (found.length + 1);
  const density = new Array<number>(n).fill(1 / n / (total + 1));
  for (const { at, count } of found) {
    const weight = count / (total + 1) / (1 + n * share);
    for (let i = 0; i < n; i++) density[i] += weight * (share + (i === at ? 1 : 0));
  }
  return density;
}
