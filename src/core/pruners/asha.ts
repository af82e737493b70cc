// Successive halving by promotion, the form in which the paper gives it (Li et al. 2018, arXiv 1810.05934): every trial
// pauses at the first rung, and the best go on from where they stand. The study decides (core/run/ladder.ts), not the
// trial; a trial that never goes on is `pruned` at the end. The stopping form of Optuna is the pruner `halving`.
import { int } from '../fields/field';
import { Ladder } from '../run/ladder';
import { definePruner } from './pruner';
import { allRungs } from './rungs';
import { severalField } from './several';

export const asha = definePruner({
  type: 'asha',
  label: 'ASHA, by promotion',
  summary:
    'Trials pause at rungs; the best 1/eta of each go on from there. Many settings are tried, few trained to the end.',
  fields: {
    minEpochs: int('Epochs of the first rung', 1, 1, 100_000, { log: true }),
    eta: int('Reduction factor', 3, 2, 100, { help: 'About one trial in this many goes on from a rung.' }),
    several: severalField,
  },
  usesResults: () => true,
  check: () => null,
  rungs: allRungs,
  scheduler: (options, { direction, width, several, ...steps }) => {
    const plan = { rungs: allRungs(options, steps), eta: options.eta };
    return new Ladder({ ...plan, ...(several ? { several } : {}) }, direction, width);
  },
  freeze: () => null,
  decide: () => false,
});
