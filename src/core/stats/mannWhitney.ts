import { erfc } from '../math/erf';

/** Up to so many values in the smaller sample the distribution is counted, if no two values are alike, as in SciPy. */
const fewest = 8;

/**
 * The Mann-Whitney test (1947): p that a is larger, and of any difference. Exact for few different values, else by the normal
 * approximation with ties and continuity correction: `scipy.stats.mannwhitneyu` with its defaults. Samples are not empty.
 */
export function mannWhitney(a: readonly number[], b: readonly number[]): { larger: number; different: number } {
  const all = [...a, ...b].sort((x, y) => x - y);
  const n = all.length;
  const rank = (x: number) => (all.indexOf(x) + all.lastIndexOf(x)) / 2 + 1;
  const u = a.reduce((sum, x) => sum + rank(x), 0) - (a.length * (a.length + 1)) / 2;
  const different = new Set(all);
  const most = a.length * b.length;
  if (Math.min(a.length, b.length) <= fewest && different.size === n) {
    const least = atLeast(a.length, b.length);
    return { larger: least(u), different: Math.min(1, 2 * least(Math.max(u, most - u))) };
  }
  const ties = [...different].reduce((sum, x) => {
    const t = all.lastIndexOf(x) - all.indexOf(x) + 1;
    return sum + t * t * t - t;
  }, 0);
  const variance = (most / 12) * (n + 1 - ties / (n * (n - 1)));
  if (variance === 0) return { larger: 1, different: 1 };
  const off = u - most / 2;
  const beyond = (x: number) => erfc((x - 0.5) / Math.sqrt(2 * variance)) / 2;
  return { larger: beyond(off), different: Math.min(1, 2 * beyond(Math.abs(off))) };
}

/** The chance of a U of at least so much where both samples are alike: orders of m and n different values, counted by their U. */
function atLeast(m: number, n: number): (u: number) => number {
  // The coefficients of the Gaussian binomial: a factor (1 - q^(n + i)) / (1 - q^i) for each value of the first sample.
  const counts = new Float64Array(m * n + 1);
  counts[0] = 1;
  for (let i = 1; i <= m; i++) {
    for (let u = m * n; u >= n + i; u--) counts[u] -= counts[u - n - i];
    for (let u = i; u <= m * n; u++) counts[u] += counts[u - i];
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  return (u) => counts.subarray(u).reduce((sum, count) => sum + count, 0) / total;
}
