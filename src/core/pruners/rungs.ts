// Where the rungs of halving are: eta times as many steps each as the one before. Levels of fidelity are that far apart
// already, so each of them is a rung.
import { rungsOf } from '../run/ladder';
import type { Steps } from './pruner';

export const allRungs = (
  { minEpochs, eta }: { readonly minEpochs: number; readonly eta: number },
  { epochs, levels }: Steps,
): number[] => (levels ? Array.from({ length: epochs }, (_, i) => i + 1) : rungsOf(minEpochs, eta, epochs));
