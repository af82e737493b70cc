// Where a trial stood, after an epoch or within one: enough to continue it as if it had never stopped.
import type { SupernetState } from '../nas/supernet/supernet';
import type { EpochPoint, FoldRecord, Metrics, TrialRecord } from './types';

/**
 * Numbers under which it is stored how a member of a population stood at its last two barriers, beside its own: others may take
 * over its weights after it has gone on. Trials count from 0, and a search before them is -1.
 */
export const barrierNumbers = (member: number): readonly [even: number, odd: number] => [
  -2 - 2 * member,
  -3 - 2 * member,
];

/** A network that was trained in full and is being judged in other ways. */
export interface JudgedSoFar {
  /** Trainings that are over. */
  readonly parts: number;
  /** Of the one in full. */
  readonly record: TrialRecord;
  readonly weights: Checkpoint['weights'] | null;
  /** Values of the others. */
  readonly metrics: Metrics;
  /** Of the neighbour, trained in full: its weights. */
  readonly parent?: Checkpoint['weights'];
}

/**
 * How far an epoch was between two of its steps. Its order of rows, its rates, masks and augmented rows follow from its number;
 * weights, running statistics and the optimizer's state are beside it.
 */
export interface EpochPart {
  /** Steps made: 1 up to all of them. */
  readonly step: number;
  /** Sum of the losses of the rows seen, as float64. */
  readonly lossSum: number;
}

export interface Checkpoint {
  /** Of a cross-validated trial: the folds that are done; the rest is of the next one. */
  readonly folds?: readonly FoldRecord[];
  /** Of a trial measured at levels of fidelity: those that are done; the rest is of the next one. */
  readonly levels?: readonly EpochPoint[];
  /** Of a network that is judged in several ways: what they came to so far; the rest is of the next one. */
  readonly judged?: JudgedSoFar;
  /** Of a member of a population: the lineage that its weights have, as a text. */
  readonly of?: string;
  /** Of shared weights: all there is; the rest is empty. */
  readonly supernet?: SupernetState;
  /** Epochs that are over. */
  readonly epoch: number;
  /** Of the epoch after those, where that has begun. */
  readonly part?: EpochPart;
  readonly curve: readonly EpochPoint[];
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly optimizer: ReadonlyMap<string, Float32Array>;
  readonly best: {
    readonly epoch: number;
    readonly loss: number;
    readonly weights: ReadonlyMap<string, Float32Array>;
  } | null;
}

/** Before the first epoch of whatever comes next. */
export const atStart: Checkpoint = { epoch: 0, curve: [], weights: new Map(), optimizer: new Map(), best: null };

/** Whether any of its training is done. */
export const hasBegun = ({ epoch, part }: Checkpoint): boolean => epoch > 0 || part !== undefined;

/** The one of two that is further; the first of equals. */
export const further = (a: Checkpoint, b: Checkpoint): Checkpoint =>
  b.epoch > a.epoch || (b.epoch === a.epoch && (b.part?.step ?? 0) > (a.part?.step ?? 0)) ? b : a;

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;

/** Whether what was stored says where to go on: a whole number of epochs, and of steps where it is within one. */
export function isSound({ epoch, part }: Checkpoint): boolean {
  return isCount(epoch) && (part === undefined || (isCount(part.step) && typeof part.lossSum === 'number'));
}
