// Hyperband (Li et al. 2018, JMLR 18) in the form of Optuna 5.0 (optuna/pruners/_hyperband.py): brackets of successive
// halving side by side, bracket b with its first rung at minEpochs x eta^b; trials compete within their bracket. A trial's
// bracket follows from seed and number alone, by a checksum weighted with the brackets' budgets.
import { crc32 } from '../lab/crc32';
import { definePruner, type Steps } from './pruner';
import { allRungs } from './rungs';
import { failsRung, freezeRungs, halvingFields, whyFailed } from './successiveHalving';

/** Shares of the trials by bracket: ceil(brackets x eta^s / (s + 1)), s = brackets - 1 - b. */
export function bracketBudgets(minEpochs: number, maxEpochs: number, eta: number): number[] {
  // Counted by multiplication: floor(log(243) / log(3)) would be 4.
  let brackets = 1;
  for (let at = minEpochs * eta; at <= maxEpochs; at *= eta) brackets++;
  return Array.from({ length: brackets }, (_, bracket) => {
    const s = brackets - 1 - bracket;
    return Math.ceil((brackets * eta ** s) / (s + 1));
  });
}

/** Over levels of fidelity one bracket starts at each. */
const budgetsOf = ({ minEpochs, eta }: { minEpochs: number; eta: number }, { epochs, levels }: Steps): number[] =>
  levels ? bracketBudgets(1, eta ** (epochs - 1), eta) : bracketBudgets(minEpochs, epochs, eta);

export function bracketOf(budgets: readonly number[], seed: number, index: number): number {
  const total = budgets.reduce((sum, budget) => sum + budget, 0);
  let left = crc32(new TextEncoder().encode(`${seed}_${index}`)) % total;
  for (let bracket = 0; ; bracket++) {
    left -= budgets[bracket];
    if (left < 0) return bracket;
  }
}

export const hyperband = definePruner({
  type: 'hyperband',
  label: 'Hyperband',
  summary: 'Successive halving in several brackets, from strict and early to late and lenient.',
  fields: { ...halvingFields, eta: { ...halvingFields.eta, default: 3 } },
  usesResults: () => true,
  check: () => null,
  rungs: allRungs,
  first: ({ index, seed, ...steps }, options) => bracketOf(budgetsOf(options, steps), seed, index),
  freeze: ({ index, trials, direction, seed, ...steps }, { minEpochs, eta, bootstrap }) => {
    const budgets = budgetsOf({ minEpochs, eta }, steps);
    const rate = bracketOf(budgets, seed, index);
    const rivals = trials.filter((trial) => bracketOf(budgets, seed, trial.index) === rate);
    return freezeRungs(rivals, direction, steps, { minEpochs, eta, rate, bootstrap });
  },
  decide: (rungs, curve, direction, _options, costs) => failsRung(rungs, curve, direction, costs),
  why: (rungs, curve, _direction, { eta }) => whyFailed(rungs, curve, eta),
});
