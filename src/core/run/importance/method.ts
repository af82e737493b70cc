// The contract of an importance method: how much each parameter of a study mattered. One file per method, one registry
// line. Work is cut into short steps, so that a page can do it between frames.
import type { ParamValues, Space } from '../../space/space';
import type { TrialRecord } from '../types';

export interface ImportanceQuestion {
  readonly space: Space;
  readonly trials: readonly TrialRecord[];
  readonly direction: 'minimize' | 'maximize';
  /** The lab's seed, for methods that draw. */
  readonly seed: number;
}

export interface Importance {
  readonly path: string;
  /** 0 to 1, larger matters more; null when this method cannot say. */
  readonly effect: number | null;
  /** Trials that had the parameter and a value. */
  readonly trials: number;
}

export interface ImportanceMethod {
  readonly type: string;
  readonly label: string;
  /** What the number is, for the axis: `share`. */
  readonly measure: string;
  readonly summary: string;
  readonly formula: string;
  readonly source: string;
  /** Fewer finished trials than this say nothing: every effect is null. */
  readonly minTrials: number;
  /** Yields every few milliseconds of work. One entry per varying parameter, in the order of the space. */
  steps(question: ImportanceQuestion): Generator<void, Importance[]>;
}

/** A finished trial with a finite value. */
export interface ValuedTrial {
  readonly params: ParamValues;
  readonly value: number;
}

/** Pruned, failed and cancelled trials have no value that compares with a finished one. */
export const valuedTrials = (trials: readonly TrialRecord[]): ValuedTrial[] =>
  trials.filter(
    (trial): trial is TrialRecord & ValuedTrial =>
      trial.state === 'done' && trial.value !== null && Number.isFinite(trial.value),
  );

export const varying = (space: Space): Space => space.filter(({ domain }) => domain.kind !== 'fixed');

/** All steps at once, most important first; parameters without a number last. */
export function importances(method: ImportanceMethod, question: ImportanceQuestion): Importance[] {
  const work = method.steps(question);
  let step = work.next();
  while (!step.done) step = work.next();
  return byEffect(step.value);
}

/** Smaller effects are rounding: nothing. */
const leastEffect = 1e-12;

/** An effect as it is told: 0 where only rounding is left of it. */
export const told = (effect: number): number => (effect < leastEffect ? 0 : effect);

export const byEffect = <T extends { effect: number | null }>(found: readonly T[]): T[] =>
  [...found].sort((a, b) => (b.effect ?? -1) - (a.effect ?? -1));
