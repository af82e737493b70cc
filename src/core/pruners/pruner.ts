// The contract of a pruner: whether a trial may end before its last epoch. The decision has two halves, so that it is
// the same on any number of workers and after a resume. `freeze` runs when the trial is asked for and sees the ended
// trials that this ask may see; what comes out is small plain data that travels with the trial. `decide` runs after each
// epoch and sees that data and the trial's own curve. Neither keeps state. One file per pruner, one registry line.
import type { TablabError } from '../errors/error';
import type { Fields, Scalar, Values } from '../fields/field';
import type { LadderPlan } from '../run/ladder';
import type { TrialState } from '../run/types';

export type Direction = 'minimize' | 'maximize';

/** The objective on the validation rows after each epoch, from the first; NaN where there was none. */
export type Curve = ArrayLike<number>;

/** An ended trial as pruners see it. */
export interface PastCurve {
  readonly index: number;
  readonly state: TrialState;
  readonly curve: Curve;
}

export interface PrunerContext {
  /** The trial to be judged. */
  readonly index: number;
  /** Ended trials that its ask may see, in order of index: 0 to index - width. */
  readonly trials: readonly PastCurve[];
  readonly direction: Direction;
  /** Most epochs that a trial of this study can have. */
  readonly epochs: number;
  readonly seed: number;
}

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
  ladder?(options: Values<F>, epochs: number): LadderPlan;
  /** Whether to end the trial after the newest epoch of its curve, which has at least one. */
  decide(frozen: Frozen, curve: Curve, direction: Direction, options: Values<F>): boolean;
}

/** What a trial carries to the trainer. */
export interface Pruning {
  readonly type: string;
  readonly options: Readonly<Record<string, Scalar>>;
  readonly direction: Direction;
  readonly frozen: unknown;
}

/** Types a definition by its own fields and hands it out under the general type. */
export function definePruner<const F extends Fields, Frozen>(def: PrunerDef<F, Frozen>): PrunerDef {
  return def as unknown as PrunerDef;
}
