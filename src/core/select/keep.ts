// Which columns a ranking keeps: the best few, a share, or those above a threshold. Ties and scores that are not numbers
// as scikit-learn's SelectKBest (of equals the later), SelectPercentile (of equals the earlier) and thresholds.
import { choice, float, int } from '../fields/field';

export const keepFields = (keep: 'best' | 'share' | 'threshold', threshold: number, most: number) => ({
  keep: choice('Keep', keep, [
    { value: 'best', label: 'The best few' },
    { value: 'share', label: 'The best share' },
    { value: 'threshold', label: 'Scores above a threshold' },
  ]),
  components: int('Columns', 10, 1, 10_000, { log: true, when: { keep: ['best'] } }),
  share: float('Share', 50, 1, 100, { unit: '%', help: 'Of the columns.', when: { keep: ['share'] } }),
  threshold: float('Threshold', threshold, 0, most, { when: { keep: ['threshold'] } }),
});

export interface Keep {
  readonly keep: 'best' | 'share' | 'threshold';
  readonly components: number;
  readonly share: number;
  readonly threshold: number;
}

/** Column numbers, ascending; may be none for a threshold. */
export function keptOf(scores: Float64Array, { keep, components, share, threshold }: Keep): number[] {
  const n = scores.length;
  const clean = scores.map((score) => (Number.isNaN(score) ? -Number.MAX_VALUE : score));
  const all = Array.from({ length: n }, (_, c) => c);
  if (keep === 'threshold') return all.filter((c) => clean[c] > threshold);
  if (keep === 'best') {
    const order = [...all].sort((a, b) => clean[a] - clean[b] || a - b);
    return order.slice(Math.max(0, n - components)).sort((a, b) => a - b);
  }
  if (share === 100) return all;
  const bar = percentile(clean.slice().sort(), 100 - share);
  const above = all.filter((c) => clean[c] > bar);
  const ties = all.filter((c) => clean[c] === bar);
  const room = Math.floor((n * share) / 100) - above.length;
  const kept = [...above, ...ties.slice(0, Math.max(0, room))].sort((a, b) => a - b);
  // A share of few columns would round to none.
  return kept.length > 0 ? kept : keptOf(scores, { keep: 'best', components: 1, share, threshold });
}

/** numpy's linear percentile. */
function percentile(sorted: Float64Array, p: number): number {
  const at = (p / 100) * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(sorted.length - 1, low + 1);
  const t = at - low;
  const step = sorted[high] - sorted[low];
  return t < 0.5 ? sorted[low] + step * t : sorted[high] - step * (1 - t);
}
