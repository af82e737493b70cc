// Where the rungs of halving are: eta times as many steps each as the one before. Levels of fidelity are that far apart
// already, so each of them is a rung.
import { rungsBelow, rungsOf } from '../run/ladder';
import type { Steps } from './pruner';

interface Spacing {
  readonly minEpochs: number;
  readonly eta: number;
}

/** Counted up from the first rung; the last, a whole training, may be nearer to the one before it. */
export const allRungs = ({ minEpochs, eta }: Spacing, { epochs, levels }: Steps): number[] =>
  levels ? eachLevel(epochs) : rungsOf(minEpochs, eta, epochs);

/** Counted down from a whole training, as Hyperband does: all are eta apart, and the first is `minEpochs` or more. */
export const rungsFromTop = ({ minEpochs, eta }: Spacing, { epochs, levels }: Steps): number[] =>
  levels ? eachLevel(epochs) : rungsBelow(epochs, eta, minEpochs);

const eachLevel = (levels: number): number[] => Array.from({ length: levels }, (_, i) => i + 1);
