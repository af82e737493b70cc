// The contract of a sampler: which point to try next, from what is known. A sampler keeps no state of its own: the
// same question always gets the same answer, so a study can be resumed anywhere. One file per sampler, one registry line.
import type { TablabError } from '../errors/error';
import type { Fields, Values } from '../fields/field';
import type { Stream } from '../rng/stream';
import type { TrialState } from '../run/types';
import type { WarmTrial } from '../run/warmStart';
import type { ParamValues, Space } from '../space/space';

/** An ended trial as samplers see it. `value` is null when there is none: failed, cancelled, pruned. */
export interface PastTrial {
  readonly index: number;
  readonly params: ParamValues;
  readonly state: TrialState;
  readonly value: number | null;
  /** Of a finished trial of a study with several objectives: all of them. */
  readonly values?: readonly number[];
  /** How far it breaks each of the study's limits (0 or less: kept), and in all those that it breaks (0: none). */
  readonly violations?: readonly number[];
  readonly violation?: number;
  /** Of a pruned trial: epochs trained, and the objective after the last of them. */
  readonly reached?: { readonly epochs: number; readonly value: number | null };
  /** The objective after each step, for a sampler that reads curves; NaN where there was none. */
  readonly curve?: readonly number[];
}

export interface Ask<Options = Readonly<Record<string, unknown>>> {
  readonly space: Space;
  /** Number of this ask, from 0. */
  readonly index: number;
  /** Ended trials that this ask may see, in order of index: 0 to index - width. */
  readonly trials: readonly PastTrial[];
  /** Parameters of the asks between those and this one, in order; their results are not known to this ask. */
  readonly pending: readonly ParamValues[];
  /** Keys (see space/points.ts) of all earlier asks. */
  readonly seen: ReadonlySet<string>;
  /** Whether a point keeps the study's constraints; missing: there are none. One function for all asks of a study. */
  readonly allowed?: (point: ParamValues) => boolean;
  /** Asks at the start that a person gave; the sampler's own are those after them. */
  readonly given?: number;
  readonly direction: 'minimize' | 'maximize';
  /** Of each objective, where there are several and none counts more. */
  readonly directions?: readonly ('minimize' | 'maximize')[];
  /** Steps at which the study compares its trials, for a sampler that reads curves; missing: only at their end. */
  readonly rungs?: readonly number[];
  /** Trials that the whole study is to have, where that is known. */
  readonly budget?: number;
  /** Trials of earlier studies, best first: of other data or settings, so no more than a hint. Missing: there are none. */
  readonly foreign?: readonly WarmTrial[];
  /** This ask's own stream. */
  readonly rng: Stream;
  /** One stream for the whole study, the same at every ask: split it, never draw from it. */
  readonly shared: Stream;
  readonly options: Options;
}

export interface SamplerDef<F extends Fields = Fields> {
  readonly type: string;
  readonly label: string;
  readonly summary: string;
  readonly fields: F;
  /** false: answers depend on no result, so no ask ever waits for a trial. */
  readonly usesResults: boolean;
  /** Whether it can look for a Pareto front of several objectives. */
  readonly several?: true;
  /** Asks come in groups of this many, whatever the study's width: each sees exactly the groups before its own. */
  readonly group?: number;
  /** Whether it knows limits; to others a trial that breaks one has no value. */
  readonly limits?: true;
  /** Whether it learns from values before a trial's end. */
  readonly readsCurves?: true;
  /** Number of points it can give before it is exhausted; Infinity when it has no end. */
  points(space: Space, options: Values<F>, allowed?: Ask['allowed']): number;
  /** What this sampler cannot do with a sound space; null when it can. */
  check(space: Space, options: Values<F>): TablabError | null;
  /** Ask number `index` sees the trials below this number, all ended; missing: those below index - width + 1. */
  sees?(index: number): number;
  /** The next point, or null when exhausted. */
  ask(ask: Ask<Values<F>>): ParamValues | null;
}

/** Types a definition by its own fields and hands it out under the general type. */
export function defineSampler<const F extends Fields>(def: SamplerDef<F>): SamplerDef {
  return def as unknown as SamplerDef;
}
