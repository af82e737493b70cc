// The contract of a pruner: whether a trial may end before its last epoch. The decision has two halves, so that it is
// the same on any number of workers and after a resume. `freeze` runs when the trial is asked for and sees the ended
// trials that this ask may see; what comes out is small plain data that travels with the trial. `decide` runs after each
// epoch and sees that data and the trial's own curve. Neither keeps state. One file per pruner, one registry line.
import type { TablabError } from '../errors/error';
import type { Fields, Scalar, Values } from '../fields/field';
import type { AnyScheduler } from '../run/scheduler';
import type { TrialState } from '../run/types';
import type { ParamValues, Space } from '../space/space';
import type { RungGoals } from './several';

export type Direction = 'minimize' | 'maximize';

/** The objective on the validation rows after each epoch, from the first; NaN where there was none. */
export type Curve = ArrayLike<number>;

/** An ended trial as pruners see it. */
export interface PastCurve {
  readonly index: number;
  readonly state: TrialState;
  readonly curve: Curve;
  /** By step what it came to where several objectives count, each a cost. */
  readonly costs?: readonly (readonly number[])[];
}

export interface PrunerContext {
  /** The trial to be judged. */
  readonly index: number;
  /** Ended trials that its ask may see, in order of index: 0 to index - width. */
  readonly trials: readonly PastCurve[];
  readonly direction: Direction;
  /** Most steps that a trial of this study can have: epochs, folds, or levels of fidelity. */
  readonly epochs: number;
  /** Steps are levels of fidelity, each eta times the one before: rungs are one step apart. */
  readonly levels?: true;
  /** Steps are folds: the curve of an ended trial holds one value per fold. */
  readonly folds?: true;
  /** Trials are compared by several objectives: past trials have costs. */
  readonly several?: RungGoals;
  readonly seed: number;
}

/** What is known of a study before its first trial. */
export interface SchedulerContext {
  readonly direction: Direction;
  readonly width: number;
  readonly seed: number;
  /** Trials are compared by several objectives at the rungs. */
  readonly several?: RungGoals;
  readonly space: Space;
  readonly allowed?: (point: ParamValues) => boolean;
  /** Parameters that a trial starts with; asked once it has started. */
  initial(trial: number): ParamValues;
}

/** Steps of a whole training, and whether they are levels. */
export type Steps = Pick<PrunerContext, 'epochs' | 'levels'>;

export interface PrunerDef<F extends Fields = Fields, Frozen = unknown> {
  readonly type: string;
  readonly label: string;
  readonly summary: string;
  readonly fields: F;
  /** false: with these options other trials do not matter, so no ask waits for one. */
  usesResults(options: Values<F>): boolean;
  /** Options that do not go together; null when they do. */
  check(options: Values<F>): TablabError | null;
  /** All that the decisions about this trial need of other trials: plain data, small, the same at any time. */
  freeze(context: PrunerContext, options: Values<F>): Frozen;
  /** Set when trials pause at rungs and the study decides which go on: `freeze` and `decide` then do nothing. */
  scheduler?(options: Values<F>, context: SchedulerContext & Steps): AnyScheduler;
  /** Steps at which trials are compared, rising, the last a whole training's; set for a pruner that has such rungs. */
  rungs?(options: Values<F>, steps: Steps): readonly number[];
  /** Of a study by levels of fidelity: how many of them a trial leaves out at its start. */
  first?(context: Pick<PrunerContext, 'index' | 'seed'> & Steps, options: Values<F>): number;
  /** Set when trials hand their weights on to others. */
  readonly population?: true;
  /** What it makes of cross-validated trials whose steps are folds. Missing: it judges by the mean over the folds so far;
   *  `each`: it compares fold with fold; `none`: it reads how a training goes, which folds do not tell. */
  readonly folds?: 'each' | 'none';
  /** Why `decide` ended the trial, as a sentence that follows "Ended after epoch 3 of 30." */
  why?(frozen: Frozen, curve: Curve, direction: Direction, options: Values<F>): string;
  /** Whether to end the trial after the newest epoch of its curve, which has at least one. `costs`: what it came to there,
   *  where several objectives count. */
  decide(frozen: Frozen, curve: Curve, direction: Direction, options: Values<F>, costs?: readonly number[]): boolean;
}

/** What a trial carries to the trainer. */
export interface Pruning {
  readonly type: string;
  readonly options: Readonly<Record<string, Scalar>>;
  readonly direction: Direction;
  readonly frozen: unknown;
  /** Steps are folds, judged by their mean so far. */
  readonly means?: true;
  /** Several objectives count. */
  readonly several?: RungGoals;
}

/** Types a definition by its own fields and hands it out under the general type. */
export function definePruner<const F extends Fields, Frozen>(def: PrunerDef<F, Frozen>): PrunerDef {
  return def as unknown as PrunerDef;
}
