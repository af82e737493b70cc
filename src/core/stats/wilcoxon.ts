// Wilcoxon's signed-rank test, one-sided, zeros split evenly between the signs, as scipy.stats.wilcoxon(zero_method=
// "zsplit", method="auto") of SciPy 1.17 has it: exact for up to 50 differences without ties and zeros, exact over all
// signs with them for up to 13, else by the normal approximation with the correction for ties.
import { normalCdf } from '../math/erf';

/** p that differences this large, against the alternative that they are above 0, come by chance. NaN without any. */
export function wilcoxonGreater(differences: ArrayLike<number>): number {
  const n = differences.length;
  if (n === 0) return NaN;
  const order = Array.from({ length: n }, (_, i) => i);
  order.sort((a, b) => Math.abs(differences[a]) - Math.abs(differences[b]));
  // Twice the mid-rank, a whole number.
  const ranks = new Float64Array(n);
  let ties = 0;
  for (let i = 0; i < n;) {
    let end = i;
    while (end < n && Math.abs(differences[order[end]]) === Math.abs(differences[order[i]])) end++;
    for (let j = i; j < end; j++) ranks[order[j]] = i + 1 + end;
    const t = end - i;
    ties += t * t * t - t;
    i = end;
  }
  const moving: number[] = [];
  let plus = 0;
  let zeros = 0;
  for (let i = 0; i < n; i++) {
    if (differences[i] === 0) zeros += ranks[i];
    else moving.push(ranks[i]);
    if (differences[i] > 0) plus += ranks[i];
  }
  if (n <= 13 || (n <= 50 && ties === 0 && zeros === 0)) return upperTail(moving, plus);
  const mean = (n * (n + 1)) / 4;
  const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1) - ties / 2) / 24);
  return normalCdf(-(plus / 2 + zeros / 4 - mean) / deviation);
}

/** Share of all choices of signs with a sum of at least `sum` on the positive side. */
function upperTail(ranks: readonly number[], sum: number): number {
  const total = ranks.reduce((all, rank) => all + rank, 0);
  const ways = new Float64Array(total + 1);
  ways[0] = 1;
  let reached = 0;
  for (const rank of ranks) {
    reached += rank;
    for (let at = reached; at >= rank; at--) ways[at] += ways[at - rank];
  }
  let above = 0;
  let all = 0;
  for (let at = 0; at <= total; at++) {
    all += ways[at];
    if (at >= sum) above += ways[at];
  }
  return above / all;
}
