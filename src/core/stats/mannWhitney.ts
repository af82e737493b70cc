import { normalCdf } from '../math/erf';

/** The Mann-Whitney test, by the normal approximation with ties and continuity correction: p that a is larger, and of any
 *  difference. */
export function mannWhitney(a: readonly number[], b: readonly number[]): { larger: number; different: number } {
  const all = [...a, ...b].sort((x, y) => x - y);
  const n = all.length;
  const rank = (x: number) => (all.indexOf(x) + all.lastIndexOf(x)) / 2 + 1;
  const u = a.reduce((sum, x) => sum + rank(x), 0) - (a.length * (a.length + 1)) / 2;
  const ties = [...new Set(all)].reduce((sum, x) => {
    const t = all.lastIndexOf(x) - all.indexOf(x) + 1;
    return sum + t * t * t - t;
  }, 0);
  const variance = ((a.length * b.length) / 12) * (n + 1 - ties / (n * (n - 1)));
  if (variance === 0) return { larger: 1, different: 1 };
  const off = u - (a.length * b.length) / 2;
  return {
    larger: 1 - normalCdf((off - 0.5) / Math.sqrt(variance)),
    different: 2 * (1 - normalCdf(Math.max(0, Math.abs(off) - 0.5) / Math.sqrt(variance))),
  };
}
