// One trial as work: what is asked for, what is told on the way, what comes out. Plain data that crosses workers.
import type { ExecutorChoice } from '../lab/document';
import type { LayerSpec } from '../model/spec';
import type { ProxyName } from '../nas/config';
import type { SupernetNews, SupernetOutcome, SupernetTask } from '../nas/supernet/supernet';
import type { TrainConfig } from '../train/config';
import type { Pruning } from '../pruners/pruner';
import type { Checkpoint } from './checkpoint';
import type { CostName } from './objectives';
import type { EpochPoint, Metrics, Predictions, Surface, TrialRecord } from './types';

export type { Checkpoint } from './checkpoint';

export interface TrialJob {
  /** Handle given to `load`. */
  readonly dataId: string;
  readonly config: TrainConfig;
  /** The lab's seed; the trial's streams are split off it by `trial`. */
  readonly seed: number;
  readonly trial: number;
  /** The fold that it is, and the fold within that fold: further names of its streams. Missing: not a fold. */
  readonly fold?: readonly number[];
  /** What `auto` stands for has been decided before. */
  readonly executor: Exclude<ExecutorChoice, 'auto'>;
  /** Metric reported as the trial's value, and whether larger is better. */
  readonly objective: { readonly metric: string; readonly direction: 'minimize' | 'maximize' };
  /** Further validation metrics to measure after each epoch. */
  readonly metrics?: readonly string[];
  /** Costs of the model to report: the deterministic ones among the metrics, latency as measured. */
  readonly costs?: readonly CostName[];
  /** Zero-cost scores of the untrained network to report among its metrics. */
  readonly proxies?: readonly ProxyName[];
  /** The trial's value is this score; nothing is trained. */
  readonly judge?: ProxyName;
  /** No trial: trains the shared weights of a space with `config`, whose layers are empty, and ranks networks with them. */
  readonly supernet?: SupernetTask;
  /** Where the first weights come from; missing: they are drawn. */
  readonly start?: Start;
  /** Ends the trial early where its pruner says so. */
  readonly pruning?: Pruning;
  /** Pause after this many epochs, unless the training ends before. */
  readonly until?: number;
  /** Train page: training metrics each epoch, a decision surface, predictions at the end. */
  readonly live?: {
    readonly surface?: { readonly x: number; readonly y: number; readonly size: number };
    readonly trainMetrics: boolean;
    /** Validation: metrics on the training rows once, at the end, as the model then stands. */
    readonly trainAtEnd?: boolean;
  };
  /** Continue from here instead of from the first epoch. */
  readonly from?: Checkpoint;
  /** Most seconds of training between two checkpoints, as far as the length of an epoch is known; 0: none. */
  readonly checkpointEvery: number;
  /** Start paused, before the first epoch: "step" then runs one epoch at a time. */
  readonly startPaused?: boolean;
}

/** Another network's weights to begin with. */
export interface Start {
  /** That network, without its output layer. */
  readonly layers: readonly LayerSpec[];
  readonly weights: ReadonlyMap<string, Float32Array>;
  /** `morph`: the network begins as one that computes the same. `match`: weights of equal name and shape are taken over. */
  readonly how: 'morph' | 'match';
  /** Of a morphism: noise on repeated units, relative to their kernel; 0 where left out. */
  readonly noise?: number;
}

/**
 * Takes a message of a training. Of a checkpoint it may return the promise that it is stored, and who trains waits for that: so no more
 * can be lost than lies between two of them, however busy the machine is.
 */
export type Listener<M> = (message: M) => void | Promise<void>;

export type TrialMessage =
  | { readonly type: 'epoch'; readonly trial: number; readonly point: EpochPoint; readonly surface?: Surface }
  /** Epochs done, the present one by its steps; told where somebody looks on. */
  | { readonly type: 'steps'; readonly trial: number; readonly epochs: number }
  /** A checkpoint is gone on with: epochs done, as with `steps`, and what is known of them. */
  | { readonly type: 'goesOn'; readonly trial: number; readonly epochs: number; readonly curve: readonly EpochPoint[] }
  | { readonly type: 'checkpoint'; readonly trial: number; readonly checkpoint: Checkpoint }
  | { readonly type: 'supernet'; readonly trial: number; readonly news: SupernetNews }
  | { readonly type: 'note'; readonly trial: number; readonly text: string };

/** What is told of a training by itself: a trial that is made of several has steps of its own. */
export const ofOneTraining = ({ type }: TrialMessage): boolean =>
  type === 'epoch' || type === 'steps' || type === 'goesOn';

export interface TrialOutcome {
  /** startedAt, attempts and params are filled in by the study worker. */
  readonly record: Omit<TrialRecord, 'params' | 'startedAt' | 'attempts'>;
  readonly weights: ReadonlyMap<string, Float32Array> | null;
  readonly predictions: readonly Predictions[];
  /** Metrics on the training rows at the end, where asked for. */
  readonly train?: Metrics;
  /** Of shared weights. */
  readonly supernet?: SupernetOutcome;
  /** Rows that it was trained and validated on. */
  readonly rows: { readonly train: number; readonly validation: number };
}

export interface BackendReport {
  readonly backend: string;
  readonly available: boolean;
  readonly description: string;
  /** Why not, when unavailable. */
  readonly reason?: string;
}

export type TrialCommand = 'pause' | 'resume' | 'step' | 'stop';

/** What the executor choice `auto` came to. */
export interface AutoChoice {
  readonly executor: Exclude<ExecutorChoice, 'auto'>;
  /** The choice and its figures, for the run's notes. */
  readonly note: string;
}
