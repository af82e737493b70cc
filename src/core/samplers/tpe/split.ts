// Which trials count as good, and how much each observation weighs: optuna/samplers/_tpe/sampler.py (5.0.0), after
// Bergstra, Bardenet, Bengio & Kegl 2011 (NeurIPS 24) and Hyperopt.
import { frontsOf } from '../../pareto/fronts';
import { hypervolumeSubset, referencePoint } from '../../pareto/hypervolume';
import type { ParamValues } from '../../space/space';
import type { Ask, PastTrial } from '../sampler';
import type { Hints } from './foreign';

export type GoodShare = 'tenth' | 'root';

/** Number of good trials among n ended ones: a tenth, or Hyperopt's quarter of the square root; at most 25. */
export const goodCount = (n: number, share: GoodShare): number =>
  Math.min(25, Math.ceil(share === 'tenth' ? 0.1 * n : 0.25 * Math.sqrt(n)));

/** With several objectives a tenth, without a limit. */
export const goodCountOfSeveral = (n: number): number => Math.ceil(0.1 * n);

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
  /** Whether the good ones all weigh the same: with several objectives. */
  readonly even?: boolean | undefined;
  /** Of earlier studies, of both kinds. */
  readonly foreignGood?: Hints;
  readonly foreignRest?: Hints;
}

/** The best `count` of the ended trials against all others. Complete ones come before pruned ones, those before by value (several
 *  objectives: by front and hypervolume), pruned ones by how far they came and then by value; those that break a limit last, by
 *  how far. */
export function split(
  trials: readonly PastTrial[],
  direction: Ask['direction'],
  count: number,
  directions?: Ask['directions'],
): Split {
  const sign = direction === 'minimize' ? 1 : -1;
  const cost = (value: number | null | undefined) =>
    value === null || value === undefined || Number.isNaN(value) ? Infinity : sign * value;
  const kept = trials.filter((trial) => broken(trial) === 0);
  const finished = kept.filter(({ state }) => state !== 'pruned');
  const byValue = (a: PastTrial, b: PastTrial) => compare(cost(a.value), cost(b.value)) || a.index - b.index;
  const byReach = (a: PastTrial, b: PastTrial) =>
    (b.reached?.epochs ?? -1) - (a.reached?.epochs ?? -1) ||
    compare(cost(a.reached?.value), cost(b.reached?.value)) ||
    a.index - b.index;
  const complete = directions ? bestOfSeveral(finished, directions, count) : finished.sort(byValue).slice(0, count);
  const order = [
    ...complete,
    ...kept.filter(({ state }) => state === 'pruned').sort(byReach),
    ...trials.filter((trial) => broken(trial) > 0).sort((a, b) => broken(a) - broken(b) || a.index - b.index),
  ];
  const best = new Set(order.slice(0, count));
  const paramsOf = (which: (trial: PastTrial) => boolean) => trials.filter(which).map(({ params }) => params);
  return {
    good: paramsOf((trial) => best.has(trial)),
    rest: paramsOf((trial) => !best.has(trial)),
    ...(directions ? { even: true } : {}),
  };
}

const broken = ({ violation = 0 }: PastTrial): number => violation;
const compare = (x: number, y: number) => (x < y ? -1 : x > y ? 1 : 0);

interface Chosen {
  readonly own: readonly (readonly number[])[];
  readonly room: number;
  readonly subset: readonly number[];
}
/** By the first trial's point: most trials that come leave the front as it is. Only to save time. */
const chosenLast = new WeakMap<ParamValues, Chosen>();

/** Numbers of the points whose joint volume is largest. */
function subsetOf(study: ParamValues, own: Chosen['own'], room: number): readonly number[] {
  const last = chosenLast.get(study);
  const same =
    last?.room === room &&
    last.own.length === own.length &&
    last.own.every((cost, i) => cost.every((x, m) => Object.is(x, own[i][m])));
  if (same) return last.subset;
  const subset = hypervolumeSubset(own, room, referencePoint(own));
  chosenLast.set(study, { own, room, subset });
  return subset;
}

/** Whole fronts while they fit; of the next one the part with the largest hypervolume. */
function bestOfSeveral(
  trials: readonly PastTrial[],
  directions: NonNullable<Ask['directions']>,
  count: number,
): PastTrial[] {
  if (count >= trials.length) return [...trials];
  const costs = trials.map(({ values = [] }) =>
    values.map((value, m) => (directions[m] === 'maximize' ? -value : value)),
  );
  const ranks = frontsOf(costs, count);
  const chosen: number[] = [];
  for (let rank = 0; chosen.length < count; rank++) {
    const front = trials.flatMap((_, i) => (ranks[i] === rank ? [i] : []));
    const room = count - chosen.length;
    const own = front.map((i) => costs[i]);
    if (front.length <= room) chosen.push(...front);
    else chosen.push(...subsetOf(trials[0].params, own, room).map((k) => front[k]));
  }
  return chosen.map((i) => trials[i]);
}
