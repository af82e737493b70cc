// A search by weight sharing as data: what is asked of the one who trains the shared weights, where that stands, and what
// came of it. Plain data that crosses workers and goes into the journal.
import type { NasSetting } from '../config';
import type { Genotype } from '../space';
import type { AdamState } from '../strategies/adam';
import type { SharedBlock } from './shared';

export interface SupernetOptions {
  /** How the network of each minibatch is drawn. */
  readonly sampling: 'uniform' | 'around' | 'controller';
  /** Around one network: the chance of each gene to stay as it is there. */
  readonly keep: number;
  readonly epochs: number;
  /** Networks that are ranked with the shared weights. */
  readonly candidates: number;
  /** Of the controller: steps after each epoch, networks in each, rate of Adam, decay of the baseline, bonus on entropy. */
  readonly controllerSteps: number;
  readonly controllerBatch: number;
  readonly rate: number;
  readonly decay: number;
  readonly entropy: number;
  /** Bound and temperature of its logits; a bound of 0 is none. */
  readonly bound: number;
  readonly temperature: number;
}

export interface SupernetTask {
  readonly space: NasSetting['space'];
  readonly limits: NasSetting['limits'];
  readonly options: SupernetOptions;
  /** Ranked in any case, before what is drawn. */
  readonly given: readonly Genotype[];
}

export interface SupernetPoint {
  readonly epoch: number;
  /** Mean training loss over the minibatches, each with its own network. */
  readonly loss: number;
  /** Of the controller: mean reward of the networks that it drew after the epoch, and their mean entropy a gene. */
  readonly reward?: number;
  readonly entropy?: number;
}

export interface RankedNetwork {
  readonly params: Genotype;
  /** The objective on the validation rows, with shared weights; null where it is not finite. */
  readonly score: number | null;
}

/** The controller's mind. */
export interface ControllerState {
  readonly theta: Float64Array;
  readonly adam: AdamState;
  readonly average: number;
  readonly weight: number;
}

/** Of the controller's steps after an epoch: those made, and sums over those that taught it something. */
export interface Taught {
  readonly step: number;
  readonly reward: number;
  readonly entropy: number;
  readonly count: number;
}

/** Where the training stands: enough to go on as if it had never stopped. */
export interface SupernetState {
  /** Minibatches trained. */
  readonly step: number;
  readonly blocks: readonly SharedBlock[];
  readonly curve: readonly SupernetPoint[];
  /** Of the epoch at hand: sum of row losses, and rows. */
  readonly sum: number;
  readonly rows: number;
  readonly skipped: number;
  /** Keys of the networks that were trained. */
  readonly networks: readonly string[];
  readonly controller: ControllerState | null;
  /** Where it is being taught after an epoch. */
  readonly taught?: Taught;
  /** Networks ranked so far, in the order of ranking. */
  readonly ranked: readonly RankedNetwork[];
}

export interface SupernetOutcome {
  readonly curve: readonly SupernetPoint[];
  /** Best first. */
  readonly ranking: readonly RankedNetwork[];
  /** Minibatches, those that were given up because a loss or gradient was not finite, and different networks in them. */
  readonly steps: number;
  readonly skipped: number;
  readonly networks: number;
  /** Numbers in the shared weights. */
  readonly parameters: number;
  /** By the clock. */
  readonly seconds: number;
}

/** What is told on the way. */
export interface SupernetNews {
  readonly stage: 'Shared weights' | 'Ranking';
  readonly done: number;
  readonly total: number;
  readonly curve: readonly SupernetPoint[];
}

/** Number under which its streams and its checkpoint go: no trial has it. */
export const supernetTrial = -1;
/** Name of the score among a trial's metrics. */
export const oneShot = 'oneShot';

/** Best first, of equals the one that was ranked first; those without a score come last. */
export function inOrder(
  ranked: readonly RankedNetwork[],
  direction: 'minimize' | 'maximize',
): readonly RankedNetwork[] {
  const sign = direction === 'minimize' ? 1 : -1;
  const place = ({ score }: RankedNetwork) => (score === null ? Infinity : sign * score);
  return ranked
    .map((one, i) => ({ one, i, place: place(one) }))
    .sort((a, b) => (a.place === b.place ? a.i - b.i : a.place < b.place ? -1 : 1))
    .map(({ one }) => one);
}
