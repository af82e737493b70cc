// Where a trial stood after an epoch: enough to continue it as if it had never stopped.
import type { SupernetState } from '../nas/supernet/supernet';
import type { EpochPoint, FoldRecord } from './types';

export interface Checkpoint {
  /** Of a cross-validated trial: the folds that are done; the rest is of the next one. */
  readonly folds?: readonly FoldRecord[];
  /** Of a trial measured at levels of fidelity: those that are done; the rest is of the next one. */
  readonly levels?: readonly EpochPoint[];
  /** Of a member of a population: the lineage that its weights have, as a text. */
  readonly of?: string;
  /** Of shared weights: all there is; the rest is empty. */
  readonly supernet?: SupernetState;
  readonly epoch: number;
  readonly curve: readonly EpochPoint[];
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly optimizer: ReadonlyMap<string, Float32Array>;
  readonly best: {
    readonly epoch: number;
    readonly loss: number;
    readonly weights: ReadonlyMap<string, Float32Array>;
  } | null;
}
