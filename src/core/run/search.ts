// The search of a relaxed space as work: what is asked for, what is told on the way. Plain data that crosses workers.
import type { ExecutorChoice } from '../lab/document';
import type { SearchPoint } from '../nas/darts/findings';
import type { Scalar } from '../fields/field';
import type { TrainConfig } from '../train/config';
import type { Checkpoint } from './checkpoint';
import type { PlainError } from '../errors/error';

/** Trainers know a search by this number, where trials have theirs. */
export const searchNumber = -1;

export interface SearchJob {
  /** Handle given to `load`. */
  readonly dataId: string;
  /** The lab's seed; the search's streams are split off it. */
  readonly seed: number;
  /** What the lab's executor is; the search itself runs on tfjs. */
  readonly executor: Exclude<ExecutorChoice, 'auto'>;
  /** How the supernet's weights are trained; its layers and epochs are the search's own. */
  readonly base: TrainConfig;
  readonly space: { readonly type: string; readonly options: Readonly<Record<string, Scalar>> };
  readonly options: Readonly<Record<string, Scalar>>;
  /** Epochs that are known already. */
  readonly points: readonly SearchPoint[];
  /** Continue from here instead of from the first step. */
  readonly from?: Checkpoint;
  /** Hand out a checkpoint at most this often, in seconds; 0: never. */
  readonly checkpointEvery: number;
  readonly startPaused?: boolean;
}

export type SearchMessage =
  | { readonly type: 'point'; readonly point: SearchPoint }
  | { readonly type: 'steps'; readonly done: number; readonly total: number }
  | { readonly type: 'checkpoint'; readonly checkpoint: Checkpoint }
  | { readonly type: 'note'; readonly text: string };

export interface SearchOutcome {
  readonly state: 'done' | 'failed' | 'cancelled';
  readonly error?: PlainError;
}
