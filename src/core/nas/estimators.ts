// How well each shortcut ranks networks as full training does: from the trials of a comparison, each of which holds one
// random network judged in every way. Rank correlation with percentile bootstrap intervals over the networks (Efron &
// Tibshirani 1993, chapter 13).
import { extrapolate, leastEpochs } from '../extrapolation/extrapolate';
import { Stream } from '../rng/stream';
import type { Goal } from '../run/objectives';
import type { EpochPoint, TrialRecord } from '../run/types';
import { pearson, ranks } from '../stats/correlation';
import { kendall } from '../stats/kendall';
import type { CompareSetting } from './config';
import { proxyDefs } from './proxies';
import { oneShot } from './supernet/supernet';

/** Where a comparison puts the objective after training on few rows, and after a short training from inherited weights. */
export const fewRows = 'fewRows';
export const inherited = 'inherited';

const resamples = 500;
/** Epochs without a better validation loss after which early stopping gives up, where the lab's own rule has none. */
const patience = 3;
/** Fewest networks that a correlation is told of. */
export const leastNetworks = 5;

export interface EstimatorResult {
  readonly name: string;
  readonly label: string;
  /** What it costs, as a share of full training; 0: next to nothing. */
  readonly cost: number;
  readonly kind: 'score' | 'training';
  /** Of networks that have both values. */
  readonly networks: number;
  readonly spearman: Interval;
  readonly kendall: Interval;
  /** Of each network that counts: the estimate, larger is better; null where there is none. */
  readonly estimates: readonly (number | null)[];
}
/** NaN where it is not defined: one side is constant. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface Comparison {
  /** Trial numbers of the networks that were trained in full. */
  readonly trials: readonly number[];
  /** Their objective after full training, larger is better. */
  readonly truth: readonly number[];
  readonly estimators: readonly EstimatorResult[];
}

export interface CompareContext {
  readonly setting: CompareSetting;
  readonly goal: Goal;
  /** Of full training. */
  readonly epochs: number;
  readonly earlyStopping: { readonly patience: number; readonly minDelta: number };
  readonly seed: number;
}

interface Way {
  readonly name: string;
  readonly label: string;
  readonly kind: EstimatorResult['kind'];
  readonly cost: number;
  of(trial: TrialRecord): number | null | undefined;
}

export function compareEstimators(all: readonly TrialRecord[], context: CompareContext): Comparison {
  const { goal } = context;
  const sign = goal.direction === 'maximize' ? 1 : -1;
  const trials = all.filter(({ state, value }) => state === 'done' && value !== null && Number.isFinite(value));
  const truth = trials.map(({ value }) => sign * value!);
  const estimators = waysOf(trials, context).map((way): EstimatorResult => {
    const { of, ...about } = way;
    const estimates = trials.map((trial) => of(trial) ?? null);
    // A network without a score ranks below all that have one; without a training it does not count.
    const counts = estimates.map((estimate) => way.kind === 'score' || estimate !== null);
    const x = estimates.filter((_, i) => counts[i]).map((estimate) => estimate ?? -Infinity);
    const y = truth.filter((_, i) => counts[i]);
    return {
      ...about,
      networks: x.length,
      estimates,
      ...rankCorrelations(x, y, Stream.of(context.seed, 'bootstrap', way.name)),
    };
  });
  return { trials: trials.map(({ index }) => index), truth, estimators };
}

function waysOf(trials: readonly TrialRecord[], { setting, goal, epochs, earlyStopping }: CompareContext): Way[] {
  const sign = goal.direction === 'maximize' ? 1 : -1;
  const short = Math.min(setting.epochs, epochs);
  const at = (curve: readonly EpochPoint[], epoch: number) =>
    curve.at(Math.min(epoch, curve.length) - 1)?.validation[goal.metric];
  const signed = (value: number | undefined) => (value === undefined || !Number.isFinite(value) ? null : sign * value);
  const stops = trials.map(({ curve }) => stopOf(curve, earlyStopping));
  const meanStop = stops.reduce((sum, { epoch }) => sum + epoch, 0) / Math.max(1, stops.length);
  const stopBy = new Map(trials.map(({ index }, i) => [index, stops[i]]));
  const share = short / epochs;
  const training = (name: string, label: string, cost: number, of: Way['of']): Way => ({
    name,
    label,
    kind: 'training',
    cost,
    of,
  });
  const percent = Math.round(100 * setting.share);
  return [
    training('short', `${short} of ${epochs} epochs`, share, ({ curve }) => signed(at(curve, short))),
    training(fewRows, `${percent} % of the rows`, setting.share, ({ metrics }) => signed(metrics[fewRows])),
    training('early', 'Early stopping', meanStop / epochs, ({ index, curve }) =>
      signed(at(curve, stopBy.get(index)!.best)),
    ),
    ...(short >= leastEpochs && short < epochs
      ? [
          training('curve', `Curve extrapolated from ${short} epochs`, share, ({ curve }) =>
            signed(ahead(curve, short)),
          ),
        ]
      : []),
    ...(setting.inherit
      ? [
          training(inherited, `Inherited weights, ${short} ${short === 1 ? 'epoch' : 'epochs'}`, share, ({ metrics }) =>
            signed(metrics[inherited]),
          ),
        ]
      : []),
    ...(setting.supernet
      ? [
          training(oneShot, 'Shared weights', setting.supernet / (setting.networks * epochs), ({ metrics }) =>
            signed(metrics[oneShot]),
          ),
        ]
      : []),
    ...proxyDefs.map(({ name, label }): Way => ({
      name,
      label,
      kind: 'score',
      cost: 0,
      of: ({ metrics }) => metrics[name],
    })),
  ];

  function ahead(curve: readonly EpochPoint[], seen: number): number | undefined {
    const values = curve.slice(0, seen).map(({ validation }) => validation[goal.metric] ?? NaN);
    return extrapolate(values, goal.direction)?.at(epochs).mean;
  }
}

/** When early stopping on the validation loss would have ended the training, and its best epoch until then; from 1. */
function stopOf(curve: readonly EpochPoint[], rule: CompareContext['earlyStopping']): { epoch: number; best: number } {
  const waits = rule.patience > 0 ? rule.patience : patience;
  let best = 0;
  let least = Infinity;
  for (const [i, { validation }] of curve.entries()) {
    if (validation.loss < least - rule.minDelta) {
      least = validation.loss;
      best = i;
    } else if (i - best >= waits) return { epoch: i + 1, best: best + 1 };
  }
  return { epoch: curve.length, best: best + 1 };
}

/** Spearman's and Kendall's, with intervals; NaN below the fewest networks. */
export function rankCorrelations(
  x: readonly number[],
  y: readonly number[],
  rng: Stream,
): { spearman: Interval; kendall: Interval } {
  const none = { value: NaN, low: NaN, high: NaN };
  if (x.length < leastNetworks) return { spearman: none, kendall: none };
  const drawn: { readonly rho: number[]; readonly tau: number[] } = { rho: [], tau: [] };
  for (let n = 0; n < resamples; n++) {
    const places = x.map(() => rng.below(x.length));
    const [a, b] = [places.map((i) => x[i]), places.map((i) => y[i])];
    const [rho, tau] = [rankCorrelation(a, b), kendall(a, b)];
    if (Number.isFinite(rho)) drawn.rho.push(rho);
    if (Number.isFinite(tau)) drawn.tau.push(tau);
  }
  return {
    spearman: interval(rankCorrelation(x, y), drawn.rho),
    kendall: interval(kendall(x, y), drawn.tau),
  };
}

const rankCorrelation = (a: readonly number[], b: readonly number[]): number =>
  pearson(ranks(Float64Array.from(a)), ranks(Float64Array.from(b)));

/** 95 %, by percentiles. */
function interval(value: number, drawn: number[]): Interval {
  if (drawn.length === 0) return { value, low: NaN, high: NaN };
  drawn.sort((a, b) => a - b);
  const at = (q: number) => drawn[Math.round(q * (drawn.length - 1))];
  return { value, low: at(0.025), high: at(0.975) };
}

/** A shortcut that can be relied on: even the low end of its interval is above this. */
const reliable = 0.5;

export interface Advice {
  /** Best value for its cost; null: none can be relied on. */
  readonly trust: EstimatorResult | null;
  readonly text: string;
}

/** Which shortcut to trust, in plain words. `number` formats a correlation. */
export function adviceOn({ trials, estimators }: Comparison, number: (value: number) => string): Advice {
  if (trials.length < leastNetworks)
    return { trust: null, text: 'Too few networks have been trained in full to say anything yet.' };
  const known = estimators.filter(({ spearman }) => Number.isFinite(spearman.value));
  const range = ({ spearman: { value, low, high } }: EstimatorResult) =>
    `${number(value)}, between ${number(low)} and ${number(high)}`;
  // What costs about as much as full training is no shortcut.
  const shorter = known.filter(({ cost }) => cost < 0.9);
  const sound = shorter.filter(({ spearman }) => spearman.low > reliable);
  if (sound.length === 0) {
    const [best] = [...shorter].sort((a, b) => b.spearman.value - a.spearman.value);
    const closest = best ? ` The closest is "${best.label}" (rank correlation ${range(best)}).` : '';
    return { trust: null, text: `No shortcut can be relied on for these networks: train them in full.${closest}` };
  }
  // As good as the best one as far as can be told, and of those the cheapest.
  const top = sound.reduce((a, b) => (b.spearman.value > a.spearman.value ? b : a));
  const equal = sound.filter(
    ({ spearman }) => spearman.high >= top.spearman.value && spearman.value >= top.spearman.low,
  );
  const trust = equal.reduce((a, b) =>
    b.cost < a.cost || (b.cost === a.cost && b.spearman.value > a.spearman.value) ? b : a,
  );
  const cost =
    trust.cost === 0 ? 'without any training' : `for ${Math.max(1, Math.round(100 * trust.cost))} % of the work`;
  const size = known.find(({ name }) => name === 'parameters');
  const noBetter =
    trust.kind === 'score' &&
    size &&
    !['parameters', 'flops'].includes(trust.name) &&
    trust.spearman.low <= size.spearman.value
      ? ' The number of parameters ranks them about as well.'
      : '';
  return {
    trust,
    text: `Trust "${trust.label}": it ranks these networks much as full training does (rank correlation ${range(trust)}), ${cost}.${noBetter}`,
  };
}
