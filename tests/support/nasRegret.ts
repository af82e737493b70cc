// A strategy's search over a table of trained networks: the best that it has come across after some budgets.
import { samplerOf } from '$core/nas/sampler';
import { strategyDef, strategyOptions } from '$core/nas/strategies/registry';
import { chanceRegret as chanceOf } from '$core/replay/problem';
import { searchOf } from '$core/replay/search';
import type { NasReplay } from './nasTable';

const width = 2;

/** Regret (best cost found less the best of the table) after each budget; budgets rise. */
export function regretsOf(type: string, seed: number, budgets: readonly number[], table: NasReplay): number[] {
  const { architectures, costOf, best } = table;
  const def = strategyDef(type);
  const make = () => samplerOf(def, strategyOptions(def, {}), architectures);
  const outcome = (genes: Parameters<typeof costOf>[0]) => {
    const costs = [costOf(genes)];
    return { seen: costs, truth: costs };
  };
  const problem = { space: architectures.genes, directions: ['minimize'] as const, outcome };
  const found: number[] = [];
  let lowest = Infinity;
  let done = 0;
  const trials = budgets[budgets.length - 1];
  for (const { truth } of searchOf(problem, { sampler: 'random', make }, { trials, width, seed })) {
    lowest = Math.min(lowest, truth?.[0] ?? Infinity);
    if (budgets.includes(++done)) found.push(lowest - best);
  }
  return found;
}

/** The expected regret of so many independent uniform draws. */
export const chanceRegret = ({ costs, best }: NasReplay, trials: number): number =>
  chanceOf(
    costs.map((cost) => cost - best),
    trials,
  );
