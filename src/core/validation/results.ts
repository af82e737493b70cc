// A validation's trials gathered into what it asked for: folds by model, points of a curve, outer folds. Pure, and right
// at any moment of a run: what has not ended is left out.
import type { Scalar } from '../fields/field';
import type { Goal } from '../run/objectives';
import type { FoldRecord, RunInfo, TrialRecord } from '../run/types';
import type { ParamValues } from '../space/space';
import type { ValidateSetting } from './config';
import { foldCount } from './foldPlan';
import { meanAndSd } from './intervals';
import { pointOf } from './work';

type Setting = Pick<ValidateSetting, 'models' | 'folds' | 'method'>;

/** The one training of a trial that ended well. */
const trained = ({ state, folds }: TrialRecord): FoldRecord | null => (state === 'done' ? (folds?.[0] ?? null) : null);

const inOrder = (trials: readonly TrialRecord[]) => [...trials].sort((a, b) => a.index - b.index);

export interface ModelFolds {
  readonly model: number;
  /** Number of its first trial. */
  readonly trial: number;
  /** In order of fold. */
  readonly folds: readonly FoldRecord[];
  /** All folds of the plan are there. */
  readonly whole: boolean;
}

/** By model, in the step's order; models without any fold yet are left out. */
export function modelFolds({ models, folds: plan }: Setting, trials: readonly TrialRecord[]): ModelFolds[] {
  const count = plan ? foldCount(plan) : 1;
  return models.flatMap((_, model) => {
    const own = inOrder(trials).filter(({ params }) => params.model === model);
    const folds = own.flatMap((trial) => trained(trial) ?? []).sort((a, b) => a.fold - b.fold);
    return folds.length > 0 ? [{ model, trial: own[0].index, folds, whole: folds.length === count }] : [];
  });
}

/** Scores of several trainings. */
export interface Spread {
  readonly mean: number;
  /** Sample standard deviation; NaN for one. */
  readonly sd: number;
  readonly count: number;
}

export interface CurvePoint {
  /** Share of the training rows, or value of the setting. */
  readonly at: Scalar;
  /** Training rows, the mean over folds and seeds. */
  readonly rows: number;
  readonly train: Spread;
  readonly validation: Spread;
  /** One pair per fold and seed, in one order for all points of a whole curve. */
  readonly pairs: readonly { readonly train: number; readonly validation: number }[];
  readonly trial: number;
  /** All folds and seeds are there. */
  readonly whole: boolean;
}

const spreadOf = (values: readonly number[]): Spread => ({ ...meanAndSd(values), count: values.length });

/** Points of a learning or validation curve in the step's order; those without a score yet are left out. */
export function curvePoints({ folds, method }: Setting, trials: readonly TrialRecord[], metric: string): CurvePoint[] {
  if (method.type !== 'learning' && method.type !== 'curve') return [];
  const [values, name] =
    method.type === 'learning' ? ([method.sizes, 'size'] as const) : ([method.values, 'value'] as const);
  const count = (folds ? foldCount(folds) : 1) * method.seeds;
  return values.flatMap((at: Scalar): CurvePoint[] => {
    const own = inOrder(trials).filter(({ params }) => params[name] === at);
    const scored = own.flatMap((trial) => trained(trial) ?? []);
    if (scored.length === 0) return [];
    const pairs = scored.map(({ value, train }) => ({ train: train?.[metric] ?? NaN, validation: value }));
    return [
      {
        at,
        rows: scored.reduce((sum, { rows }) => sum + rows.train, 0) / scored.length,
        train: spreadOf(pairs.map((pair) => pair.train)),
        validation: spreadOf(pairs.map((pair) => pair.validation)),
        pairs,
        trial: own[0].index,
        whole: scored.length === count,
      },
    ];
  });
}

export interface OuterFold {
  readonly fold: FoldRecord;
  readonly trial: number;
  /** The trial of the fold's search that was chosen, its settings, and what it reached within the fold. */
  readonly chosen: number;
  readonly point: ParamValues;
  readonly inner: number;
}

/** Judged outer folds, in order. */
export function outerFolds(trials: readonly TrialRecord[]): OuterFold[] {
  return inOrder(trials).flatMap((trial): OuterFold[] => {
    const fold = 'chosen' in trial.params ? trained(trial) : null;
    if (!fold) return [];
    const { outer, chosen } = trial.params;
    const search = trials.find(({ params }) => params.outer === outer && params.try === chosen);
    return [
      { fold, trial: trial.index, chosen: Number(chosen), point: pointOf(trial.params), inner: search?.value ?? NaN },
    ];
  });
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What a run comes to: the best mean, of a learning curve that of the most rows; null while none is whole. */
export function headlineOf(setting: Setting, trials: readonly TrialRecord[], goal: Goal): RunInfo['best'] {
  const { metric } = goal;
  const best = bestOf(candidates(setting, trials, metric), goal);
  return best && Number.isFinite(best.value) ? { trial: best.trial, metric, value: best.value } : null;
}

interface Candidate {
  readonly trial: number;
  readonly value: number;
}

function candidates(setting: Setting, trials: readonly TrialRecord[], metric: string): Candidate[] {
  const { method, folds } = setting;
  switch (method.type) {
    case 'folds':
      return modelFolds(setting, trials).flatMap((one) =>
        one.whole ? [{ trial: one.trial, value: mean(one.folds.map(({ value }) => value)) }] : [],
      );
    case 'nested': {
      const outer = outerFolds(trials);
      if (!folds || outer.length < foldCount(folds)) return [];
      return [{ trial: outer[0].trial, value: mean(outer.map(({ fold }) => fold.value)) }];
    }
    case 'learning':
    case 'curve': {
      const points = curvePoints(setting, trials, metric).filter(({ whole }) => whole);
      const shown = method.type === 'curve' ? points : points.filter(({ at }) => at === Math.max(...method.sizes));
      return shown.map(({ trial, validation }) => ({ trial, value: validation.mean }));
    }
  }
}

function bestOf(all: readonly Candidate[], { direction }: Goal): Candidate | null {
  const sign = direction === 'minimize' ? 1 : -1;
  return all.reduce<Candidate | null>((best, one) => (!best || sign * (one.value - best.value) < 0 ? one : best), null);
}
