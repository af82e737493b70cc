// Which trials count as good, and how much each observation weighs: optuna/samplers/_tpe/sampler.py (5.0.0), after
// Bergstra, Bardenet, Bengio & Kegl 2011 (NeurIPS 24) and Hyperopt.
import type { ParamValues } from '../../space/space';
import type { Ask, PastTrial } from '../sampler';

export type GoodShare = 'tenth' | 'root';

/** Number of good trials among n ended ones: a tenth, or Hyperopt's quarter of the square root; at most 25. */
export const goodCount = (n: number, share: GoodShare): number =>
  Math.min(25, Math.ceil(share === 'tenth' ? 0.1 * n : 0.25 * Math.sqrt(n)));

/** Weights of n observations, old to new: all 1 below 25, else a ramp from 1/n to 1 and then 25 ones. */
export function observationWeights(n: number): Float64Array {
  const weights = new Float64Array(n).fill(1);
  const ramp = n - 25;
  for (let i = 0; i < ramp; i++) weights[i] = ramp === 1 ? 1 / n : 1 / n + (i * (1 - 1 / n)) / (ramp - 1);
  return weights;
}

/** Trials that TPE learns from: ended with a value, or pruned. */
export const counts = ({ state, value }: PastTrial): boolean =>
  (state === 'done' && value !== null && !Number.isNaN(value)) || state === 'pruned';

export interface Split {
  /** Parameters, old to new. */
  readonly good: readonly ParamValues[];
  readonly rest: readonly ParamValues[];
}

/** The best `count` of the ended trials against all others. Complete ones come before pruned ones, those before by value,
 *  pruned ones by how far they came and then by value. */
export function split(trials: readonly PastTrial[], direction: Ask['direction'], count: number): Split {
  const sign = direction === 'minimize' ? 1 : -1;
  const cost = (value: number | null | undefined) =>
    value === null || value === undefined || Number.isNaN(value) ? Infinity : sign * value;
  const order = (a: PastTrial, b: PastTrial) => {
    if (a.state !== b.state) return a.state === 'pruned' ? 1 : -1;
    if (a.state === 'pruned') {
      const far = (b.reached?.epochs ?? -1) - (a.reached?.epochs ?? -1);
      if (far !== 0) return far;
    }
    const [x, y] =
      a.state === 'pruned' ? [cost(a.reached?.value), cost(b.reached?.value)] : [cost(a.value), cost(b.value)];
    return x < y ? -1 : x > y ? 1 : a.index - b.index;
  };
  const best = new Set([...trials].sort(order).slice(0, count));
  const paramsOf = (which: (trial: PastTrial) => boolean) => trials.filter(which).map(({ params }) => params);
  return { good: paramsOf((trial) => best.has(trial)), rest: paramsOf((trial) => !best.has(trial)) };
}
