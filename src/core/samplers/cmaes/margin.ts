// CMA-ES with margin (Hamano, Saito, Nomura & Shirakawa 2022, arXiv 2205.13482, as in the package `cmaes`): discrete
// parameters are drawn as real numbers and read as the value whose share of the axis they fall in. After each update the
// mean and the stretch of such a parameter are corrected so that a neighbouring value never gets less than a margin of
// the probability; else the search would lock onto one value as soon as sigma is smaller than its share.
import { normalCdf } from '../../math/erf';
import { normalQuantile } from '../../math/normalQuantile';
import type { State } from './update';

/** A discrete axis: values 0 to count - 1, value k ending at limit(k). */
export interface Steps {
  readonly count: number;
  limit(k: number): number;
}

/** The number of the value whose share holds x; a limit belongs to the value below it. */
export function valueNumber({ count, limit }: Steps, x: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (x <= limit(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Where draw x of dimension i is read: stretched away from the mean. */
export const stretched = ({ mean, stretch }: State, i: number, x: number): number =>
  (x - mean[i]) * stretch[i] + mean[i];

/** The default margin: 1 / (dimensions * population). */
export const defaultMargin = (n: number, lambda: number): number => 1 / (n * lambda);

/** The state with every discrete dimension (`axes[i]` not null) corrected. */
export function withMargin(state: State, axes: readonly (Steps | null)[], margin: number): State {
  const mean = state.mean.slice();
  const stretch = state.stretch.slice();
  const n = mean.length;
  axes.forEach((axis, i) => {
    if (!axis) return;
    const deviation = state.sigma * Math.sqrt(state.covariance[i * n + i]);
    const fixed = correct(axis, mean[i], stretch[i], deviation, margin);
    mean[i] = fixed.mean;
    stretch[i] = fixed.stretch;
  });
  return { ...state, mean, stretch };
}

function correct(axis: Steps, mean: number, stretch: number, deviation: number, margin: number) {
  const position = valueNumber(axis, mean);
  const within = (k: number) => Math.min(axis.count - 2, Math.max(0, k));
  const lower = axis.limit(within(position - 1));
  const upper = axis.limit(within(position));
  const spread = stretch * deviation;
  const below = normalCdf((lower - mean) / spread);
  const above = 1 - normalCdf((upper - mean) / spread);
  const middle = 1 - (below + above);

  if (Math.max(below, above) > 0.5) {
    // An outermost value: its mean stays near enough to the limit.
    if (Math.min(below, above) >= margin) return { mean, stretch };
    return { mean: upper + Math.sign(mean - upper) * spread * tail(margin), stretch };
  }
  const least = margin / 2;
  const low = Math.max(below, least);
  const high = Math.max(above, least);
  const excess = (1 - low - high - middle) / (low + middle + high - 3 * least);
  const lowTail = tail(clip(low + excess * (low - least)));
  const highTail = tail(clip(high + excess * (high - least)));
  return {
    mean: (lower * highTail + upper * lowTail) / (lowTail + highTail),
    stretch: (upper - lower) / ((lowTail + highTail) * deviation),
  };
}

const clip = (p: number) => Math.min(0.5 - 1e-10, Math.max(1e-10, p));

/** The x > 0 that a standard normal exceeds with probability p < 1/2: the root of chi2_ppf(1 - 2 p), one degree. */
const tail = (p: number) => -normalQuantile(p);
