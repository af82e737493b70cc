// Hyperband as the paper gives it (Li et al. 2018, JMLR 18, algorithm 1): brackets of successive halving, from strict and
// early to late and lenient, one after the other and again; floor(log_eta(R / r)) + 1 of them, and as many rungs, counted down
// from the R epochs of a whole training. In a bracket all trials of a rung are there before its best 1/eta go on, from where
// they stand. Where workers would wait, the next bracket starts, as in HpBandSter; with the sampler BOHB this is Falkner et al.
// 2018. The study decides (core/run/ladder.ts); Optuna's form without pauses is `hyperband`.
import { int } from '../fields/field';
import { bracketsOf, Ladder } from '../run/ladder';
import { definePruner } from './pruner';
import { rungsFromTop } from './rungs';
import { severalField } from './several';

export const brackets = definePruner({
  type: 'brackets',
  label: 'Hyperband, by promotion',
  summary: 'Brackets of halving, from many short trials to few long ones; trials pause, and the best of a rung go on.',
  fields: {
    minEpochs: int('Least epochs of the first rung', 1, 1, 100_000, {
      log: true,
      help: 'Rungs are counted down from a whole training: 2, 6, 17 and 50 epochs where that is 50 and the factor 3.',
    }),
    eta: int('Reduction factor', 3, 2, 100, { help: 'One trial in this many goes on from a rung.' }),
    several: severalField,
  },
  usesResults: () => true,
  check: () => null,
  rungs: rungsFromTop,
  scheduler: (options, { direction, width, several, ...steps }) => {
    const rungs = rungsFromTop(options, steps);
    const { levels } = steps;
    const plan = { rungs, eta: options.eta, brackets: bracketsOf(rungs.length, options.eta) };
    return new Ladder({ ...plan, ...(levels ? { levels } : {}), ...(several ? { several } : {}) }, direction, width);
  },
  freeze: () => null,
  decide: () => false,
});
