// Fewer marks where the eye could not tell them apart, and words that say so.
import { grouped } from './format';

/** Above this many points a chart thins them out. */
export const pointLimit = 20_000;

/** Every how many rows are drawn so that at most `limit` remain. */
export const stride = (rows: number, limit = pointLimit): number => Math.max(1, Math.ceil(rows / limit));

const ordinal = (n: number) =>
  `${n}${n % 10 === 1 && n !== 11 ? 'st' : n % 10 === 2 && n !== 12 ? 'nd' : n % 10 === 3 && n !== 13 ? 'rd' : 'th'}`;

export const strideNote = (rows: number, every: number, what = 'points'): string | null =>
  every === 1 ? null : `Every ${ordinal(every)} of ${grouped(rows)} ${what} is drawn.`;

/**
 * A line of at most about four points per bucket: first, smallest, largest and last of each, so that no peak is lost
 * (Jugel et al. 2014, M4). Returns indices in order.
 */
export function m4(ys: ArrayLike<number>, buckets: number): number[] {
  const n = ys.length;
  if (n <= 4 * buckets) return Array.from({ length: n }, (_, i) => i);
  const kept: number[] = [];
  for (let b = 0; b < buckets; b++) {
    const from = Math.floor((b * n) / buckets);
    const to = Math.floor(((b + 1) * n) / buckets);
    let low = from;
    let high = from;
    for (let i = from; i < to; i++) {
      if (ys[i] < ys[low] || Number.isNaN(ys[low])) low = i;
      if (ys[i] > ys[high] || Number.isNaN(ys[high])) high = i;
    }
    for (const i of [...new Set([from, Math.min(low, high), Math.max(low, high), to - 1])]) kept.push(i);
  }
  return kept;
}
