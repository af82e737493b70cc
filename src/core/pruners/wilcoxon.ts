// Wilcoxon pruner as Optuna 5.0 has it (optuna/pruners/_wilcoxon.py): for trials whose steps are folds or data sets that
// measure the same thing again, not epochs. Where trial and best finished trial both have a value, the differences go
// through a one-sided signed-rank test; significantly worse ends the trial, unless its mean is better.
import { float, int } from '../fields/field';
import { number } from '../format';
import { wilcoxonGreater } from '../stats/wilcoxon';
import { definePruner, type Curve } from './pruner';

function meanOf(curve: Curve): number {
  let sum = 0;
  for (let i = 0; i < curve.length; i++) sum += curve[i];
  return sum / curve.length;
}

export const wilcoxon = definePruner({
  type: 'wilcoxon',
  label: 'Wilcoxon over folds',
  summary: 'Compares fold by fold with the best trial, and ends one that is significantly worse. For cross-validation.',
  fields: {
    threshold: float('p below', 0.1, 1e-6, 1, { help: 'Smaller is more careful: fewer trials end.' }),
    startupSteps: int('Folds before the first test', 2, 0, 10_000),
  },
  usesResults: () => true,
  folds: 'each',
  check: () => null,
  /** The values of the best finished trial by mean, the earliest of equals; null: there is none to compare with. */
  freeze: ({ trials, direction }): number[] | null => {
    const sign = direction === 'minimize' ? 1 : -1;
    let best: { readonly curve: Curve; readonly index: number; readonly cost: number } | null = null;
    for (const { state, curve, index } of trials) {
      if (state !== 'done' || curve.length === 0) continue;
      const cost = sign * meanOf(curve);
      if (Number.isNaN(cost)) continue;
      if (!best || cost < best.cost || (cost === best.cost && index < best.index)) best = { curve, index, cost };
    }
    if (!best) return null;
    const values = Array.from(best.curve);
    return values.every(Number.isFinite) ? values : null;
  },
  decide: (best, curve, direction, { threshold, startupSteps }) => {
    if (!best || !Array.from(curve).every(Number.isFinite)) return false;
    const n = Math.min(curve.length, best.length);
    if (n < Math.max(2, startupSteps)) return false;
    const sign = direction === 'minimize' ? 1 : -1;
    const differences = Float64Array.from({ length: n }, (_, i) => sign * (curve[i] - best[i]));
    return wilcoxonGreater(differences) < threshold && sign * meanOf(curve) > sign * meanOf(best);
  },
  why: (best, curve, direction, { threshold }) => {
    const n = Math.min(curve.length, best?.length ?? 0);
    const sign = direction === 'minimize' ? 1 : -1;
    const p = wilcoxonGreater(Float64Array.from({ length: n }, (_, i) => sign * (curve[i] - best![i])));
    return `Fold by fold it is worse than the best finished trial: p = ${number(p, 2)} over ${n} folds, below ${number(threshold)}.`;
  },
});
