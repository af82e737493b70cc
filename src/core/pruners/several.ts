// Rungs at which trials are compared by several objectives: those that are known there, each as a cost to be minimised.
// Metrics are known after every step, costs of the model before the first. A weighted sum is one cost.
import { choice } from '../fields/field';
import { contenders, isLeading } from '../pareto/leading';
import type { Goal } from '../run/objectives';
import type { Direction } from './pruner';

export const severalField = choice(
  'With several objectives',
  'all',
  [
    { value: 'all', label: 'Judge by all that are known' },
    { value: 'first', label: 'Judge by the first metric' },
  ],
  { help: 'All: trials on the better fronts of a rung go on, of one front those that lie farthest apart.' },
);

/** What trials are compared by at a rung. */
export interface RungGoals {
  readonly goals: readonly Goal[];
  /** One per goal: they are summed, in the direction of the first. */
  readonly weights?: readonly number[];
}

/** What a trial comes to; `of` gives a metric's value, NaN where there is none. */
export function rungCosts({ goals, weights }: RungGoals, of: (metric: string) => number): number[] {
  const sign = (direction: Direction) => (direction === 'minimize' ? 1 : -1);
  const costs = goals.map(({ metric, direction }) => sign(direction) * of(metric));
  return weights ? [costs.reduce((sum, cost, m) => sum + weights[m] * cost, 0)] : costs;
}

/** A rung where several objectives count. */
export interface FrontRung {
  readonly epochs: number;
  /** So many of those who came there pass, the trial itself among them; 0: none does. */
  readonly places: number;
  /** Costs of those that decide it. */
  readonly rivals: readonly (readonly number[])[];
}

export function frontRung(
  epochs: number,
  costs: readonly (readonly number[])[],
  { eta, bootstrap }: { readonly eta: number; readonly bootstrap: number },
): FrontRung {
  const known = costs.filter((cost) => cost.every(Number.isFinite));
  const competing = known.length + 1;
  const places = competing <= bootstrap ? 0 : Math.max(Math.floor(competing / eta), 1);
  return { epochs, places, rivals: places === 0 ? [] : contenders(known, places).map((i) => known[i]) };
}

export const passesFront = ({ places, rivals }: FrontRung, costs: readonly number[]): boolean =>
  places > 0 && costs.every(Number.isFinite) && isLeading(costs, rivals, places);
