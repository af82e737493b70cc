// Runs, trials and what is told about them. Plain data: it crosses workers, goes into the journal and onto the page.
import type { PlainError } from '../errors/error';
import type { SearchPoint } from '../nas/darts/findings';
import type { ExecutorChoice, Lab, Step } from '../lab/document';
import type { DataShape } from '../nas/space';
import type { SupernetNews, SupernetOutcome } from '../nas/supernet/supernet';
import type { ParamValues, Space } from '../space/space';
import type { WarmData } from './warmStart';

/**
 * queued -> running <-> paused -> done | failed | cancelled. `interrupted`: was running, nobody holds it now. What is interrupted can
 * go on, and so can a study that was stopped, `cancelled`.
 */
export type RunState = 'queued' | 'running' | 'paused' | 'interrupted' | 'done' | 'failed' | 'cancelled';

/** A trial has exactly one terminal state: done, pruned, failed or cancelled. `paused`: it stands at a rung. */
export type TrialState = 'running' | 'paused' | 'done' | 'pruned' | 'failed' | 'cancelled';
export const isTerminal = (state: TrialState): boolean => state !== 'running' && state !== 'paused';

/** Metric values by name: `loss`, `accuracy`, ... for the validation split. */
export type Metrics = Readonly<Record<string, number>>;

/** One epoch of one trial. */
export interface EpochPoint {
  readonly epoch: number;
  /** Mean training loss over the epoch's batches, penalties not included. */
  readonly loss: number;
  /** Validation metrics after the epoch, `loss` among them. */
  readonly validation: Metrics;
  /** Metrics on the training rows, where asked for. */
  readonly train?: Metrics;
}

/** A stretch of a population member's training: from this epoch on, by this member's streams and with these settings. */
export interface Segment {
  readonly member: number;
  readonly params: ParamValues;
  /** Epochs trained before it. */
  readonly from: number;
}

/** One fold of a cross-validated trial. */
export interface FoldRecord {
  /** Number of the fold, through all rounds. */
  readonly fold: number;
  /** The objective on the fold's rows. */
  readonly value: number;
  /** Metrics on the fold's rows at the reported epoch. */
  readonly metrics: Metrics;
  /** What a clock measured of the fold's model. */
  readonly measured?: Metrics;
  /** Metrics on the rows that it was trained on, at the same epoch, where asked for. */
  readonly train?: Metrics;
  readonly curve: readonly EpochPoint[];
  readonly bestEpoch: number | null;
  readonly rows: { readonly train: number; readonly validation: number };
  /** Classification, where asked for: which rows of the fold, ascending, were predicted right (core/validation/hits). */
  readonly hits?: string;
}

export interface TrialRecord {
  readonly index: number;
  readonly params: ParamValues;
  /** Share of the training rows it was given; missing: all. */
  readonly share?: number;
  readonly state: TrialState;
  /** The objective at the reported epoch; null when there is none. Cross-validated: its mean over the folds. */
  readonly value: number | null;
  /** Validation metrics at the reported epoch (the best one with restoreBest, else the last), or their means over the folds. */
  readonly metrics: Metrics;
  /** What a clock measured of the trained model, such as its latency: kept, but never part of a digest. */
  readonly measured?: Metrics;
  /** All objectives of a study that has several, costs or limits, in its order; `value` is what it is ranked by. */
  readonly values?: readonly number[];
  /** How far the trial breaks each limit, relative to it; 0 or less: kept. */
  readonly violations?: readonly number[];
  /** Of a member of a population: how its weights came about, the present settings last. */
  readonly lineage?: readonly Segment[];
  /** The rung at which it stands, where its curve does not say so: it broke down before. */
  readonly rung?: number;
  /** By epoch; of a cross-validated trial by fold; of one measured at several fidelities by level. */
  readonly curve: readonly EpochPoint[];
  /** Of a cross-validated trial, in order. */
  readonly folds?: readonly FoldRecord[];
  readonly bestEpoch: number | null;
  /** What was stopped: the trial by itself, for good, or its study, which may go on. Missing: neither, or it was not noted. */
  readonly stopped?: 'trial' | 'study';
  readonly error?: PlainError;
  /** Which executor and backend really ran it, and how often it had to be started. */
  readonly executor: string;
  readonly backend: string;
  readonly attempts: number;
  /** Wall time, recorded but never part of the digest. */
  readonly seconds: number;
  readonly startedAt: number;
}

/** Of a run that trains one trial of another run again: which one, and under which of so many other seeds. */
export interface Repeat {
  readonly run: string;
  readonly trial: number;
  readonly seed?: { readonly number: number; readonly of: number };
}

/** Of a study that was run elsewhere: where, and what it searched. */
export interface ImportedOrigin {
  readonly source: string;
  readonly name: string;
  readonly space: Space;
  /** Its objectives. */
  readonly goals: readonly { readonly metric: string; readonly direction: 'minimize' | 'maximize' }[];
  /** Of an architecture search: what its data gave, which its networks are made for. */
  readonly shape?: DataShape;
}

/** Steps that a trial has behind it: epochs, folds or levels of fidelity. */
export const stepsOf = ({ curve, rung }: Pick<TrialRecord, 'curve' | 'rung'>): number =>
  rung ?? (curve.at(-1)?.epoch ?? -1) + 1;

/** Appended to the journal, in order; replaying them gives the run back. */
export type RunEvent =
  | {
      readonly type: 'opened';
      readonly at: number;
      readonly lab: Lab;
      readonly step: string;
      readonly datasetSha256: string;
      readonly executor: ExecutorChoice;
      /** Set when the run repeats one trial of another run: the number whose random streams it uses. */
      readonly streams?: number;
      readonly again?: Repeat;
      /** Set where it was run elsewhere: then the lab is the one that it was imported into. */
      readonly imported?: ImportedOrigin;
      /** SHA-256 of the weights that it goes on from, where it trains a network on that had others' weights. */
      readonly start?: string;
    }
  /** What the study starts with from earlier ones, as it was when the run was opened. */
  | { readonly type: 'warm'; readonly start: WarmData }
  /** An epoch of the search of a relaxed space, before the first trial; one told again replaces it and what came after. */
  | { readonly type: 'search'; readonly point: SearchPoint }
  /** Shared weights were trained, and networks ranked with them, before the first trial. */
  | { readonly type: 'supernet'; readonly outcome: SupernetOutcome }
  | { readonly type: 'asked'; readonly trial: number; readonly params: ParamValues; readonly at: number }
  | { readonly type: 'told'; readonly trial: TrialRecord }
  /** A trial stands at a rung; it may go on. */
  | { readonly type: 'paused'; readonly trial: TrialRecord }
  | { readonly type: 'state'; readonly state: RunState; readonly at: number; readonly error?: PlainError }
  | { readonly type: 'note'; readonly at: number; readonly text: string };

/** A stored run without its events. */
export interface RunInfo {
  readonly id: string;
  readonly labId: string;
  readonly step: string;
  readonly stepType: Step['type'];
  readonly state: RunState;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly trialsDone: number;
  readonly trialsTotal: number;
  readonly best: {
    readonly trial: number;
    readonly metric: string;
    readonly value: number;
    /** Set where no trial keeps the limits: this one is only nearest to them. */
    readonly broken?: true;
  } | null;
  /** Known once the run is done. */
  readonly digest: string | null;
  readonly executor: string;
  readonly backend: string;
  readonly workers: number;
  readonly seconds: number;
  /** Hidden by the person; runs are never erased one by one. */
  readonly hidden: boolean;
  /** Of a study that was run elsewhere. */
  readonly imported?: Pick<ImportedOrigin, 'source' | 'name'>;
  /** Of a run that trains a trial of another one again. */
  readonly again?: Repeat;
  readonly error?: PlainError;
  /** SHA-256 of kept artifacts, by role, e.g. `best` for the best model's weights. */
  readonly artifacts: Readonly<Record<string, string>>;
}

/** Stage, count, rate and remaining time, for the job bar. */
export interface Progress {
  readonly stage: string;
  readonly done: number;
  /** Share of the next one that is done, below 1; left out: unknown or nothing. */
  readonly part?: number;
  readonly total: number;
  /** Per second; 0 while unknown. */
  readonly rate: number;
  /** Seconds left; null while unknown. */
  readonly eta: number | null;
}

/** A prediction over a grid of two features, for the decision surface. Row-major, `size` x `size`. */
export interface Surface {
  readonly size: number;
  readonly x: { readonly feature: number; readonly min: number; readonly max: number };
  readonly y: { readonly feature: number; readonly min: number; readonly max: number };
  /** Class of each cell, or the predicted value. */
  readonly value: Float32Array;
  /** Probability of that class; empty for regression. */
  readonly confidence: Float32Array;
}

/** Outcome on a split at the end of a train run, for the confusion matrix or predicted-vs-actual. */
export interface Predictions {
  readonly split: 'validation' | 'test';
  readonly rows: Uint32Array;
  readonly actual: Float32Array;
  readonly predicted: Float32Array;
  /** rows x classes; empty for regression. */
  readonly probabilities: Float32Array;
}

/** Messages of a live run, batched to at most ten a second. */
export type RunUpdate =
  | { readonly type: 'run'; readonly run: RunInfo }
  /** A long curve is packed (run/packedCurve). */
  | { readonly type: 'trial'; readonly trial: TrialRecord }
  | { readonly type: 'epoch'; readonly trial: number; readonly point: EpochPoint }
  /** A trial that was interrupted goes on: what it has behind it, and epochs done, the present one by its steps. */
  | {
      readonly type: 'goesOn';
      readonly trial: number;
      readonly epochs: number;
      readonly curve: readonly EpochPoint[];
    }
  | { readonly type: 'surface'; readonly epoch: number; readonly surface: Surface }
  | { readonly type: 'predictions'; readonly predictions: Predictions }
  | { readonly type: 'search'; readonly point: SearchPoint }
  | { readonly type: 'supernet'; readonly news?: SupernetNews; readonly outcome?: SupernetOutcome }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'note'; readonly text: string };
