// Asynchronous successive halving in its stopping form, as Optuna 5.0 has it (optuna/pruners/_successive_halving.py;
// Li et al. 2018, arXiv 1810.05934): at each rung a trial goes on if it is among the best 1/eta of all trials that
// reached the rung so far. The paper's promotion form, which resumes paused trials, is another method.
import { int } from '../fields/field';
import { number } from '../format';
import { definePruner, type Curve, type Direction, type PastCurve, type PrunerContext, type Steps } from './pruner';
import { allRungs } from './rungs';
import { frontRung, passesFront, severalField, type FrontRung } from './several';

export const halvingFields = {
  minEpochs: int('Epochs of the first rung', 1, 1, 100_000, { log: true }),
  eta: int('Reduction factor', 4, 2, 100, { help: 'About one trial in this many passes a rung.' }),
  bootstrap: int('Bootstrap trials', 0, 0, 10_000, {
    help: 'This many trials end at a rung before any passes it.',
  }),
  several: severalField,
};

export interface Rung {
  /** Epochs trained at the rung. */
  readonly epochs: number;
  /** The worst value that passes; null: none does. */
  readonly limit: number | null;
}

export interface Ladder {
  readonly minEpochs: number;
  readonly eta: number;
  /** The first rung is at minEpochs x eta^rate. */
  readonly rate: number;
  readonly bootstrap: number;
}

/** Every earlier trial that reached a rung competes there, with the value that it had then, however it ended. */
export function freezeRungs(
  trials: readonly PastCurve[],
  direction: Direction,
  { epochs, levels, several }: Steps & Pick<PrunerContext, 'several'>,
  { minEpochs, eta, rate, bootstrap }: Ladder,
): (Rung | FrontRung)[] {
  const sign = direction === 'minimize' ? 1 : -1;
  const rungs: (Rung | FrontRung)[] = [];
  let at = levels ? 1 + rate : minEpochs;
  for (let i = 0; i < rate && !levels; i++) at *= eta;
  for (; at <= epochs; at = levels ? at + 1 : at * eta) {
    const there = trials.filter(({ curve }) => curve.length >= at);
    if (several) {
      const costs = there.map((trial) => trial.costs![at - 1]);
      rungs.push(frontRung(at, costs, { eta, bootstrap }));
      continue;
    }
    const values = there.map(({ curve }) => sign * curve[at - 1]);
    const sorted = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
    // The trial itself competes too. With it in place, the value at index `last` passes and whatever is worse does not.
    const competing = sorted.length + 1;
    const last = Math.max(Math.floor(competing / eta) - 1, 0);
    const limit = last < sorted.length ? sign * sorted[last] : sign * Infinity;
    rungs.push({ epochs: at, limit: competing <= bootstrap ? null : limit });
  }
  return rungs;
}

export function failsRung(
  rungs: readonly (Rung | FrontRung)[],
  curve: Curve,
  direction: Direction,
  costs: readonly number[] = [],
): boolean {
  const rung = rungs.find(({ epochs }) => epochs === curve.length);
  if (!rung) return false;
  if ('places' in rung) return !passesFront(rung, costs);
  const value = curve[curve.length - 1];
  if (rung.limit === null) return true;
  return direction === 'minimize' ? !(value <= rung.limit) : !(value >= rung.limit);
}

/** In words what `failsRung` found. */
export function whyFailed(rungs: readonly (Rung | FrontRung)[], curve: Curve, eta: number): string {
  const rung = rungs.find(({ epochs }) => epochs === curve.length);
  if (rung && 'places' in rung && rung.places > 0)
    return `By all objectives together it was not among the best 1/${number(eta)} of trials at this rung.`;
  const limit = rung && 'limit' in rung ? rung.limit : null;
  const value = curve[curve.length - 1];
  if (Number.isNaN(value)) return 'Its value at this rung was not a number.';
  return limit === null
    ? 'The first trials all end at this rung (bootstrap).'
    : `Its value at this rung, ${number(value)}, is worse than ${number(limit)}, which the best 1/${number(eta)} of trials had there.`;
}

export const successiveHalving = definePruner({
  type: 'halving',
  label: 'Successive halving',
  summary: 'Checks at a few rungs, each eta times further; only about the best 1/eta of the trials pass one.',
  fields: {
    ...halvingFields,
    rate: int('Rungs left out at the start', 0, 0, 20, { help: 'The first rung moves up by eta to this power.' }),
  },
  usesResults: () => true,
  check: () => null,
  rungs: allRungs,
  freeze: ({ trials, direction, ...steps }, options) => freezeRungs(trials, direction, steps, options),
  decide: (rungs, curve, direction, _options, costs) => failsRung(rungs, curve, direction, costs),
  why: (rungs, curve, _direction, { eta }) => whyFailed(rungs, curve, eta),
});
