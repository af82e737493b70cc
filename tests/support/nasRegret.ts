// A strategy's search over a table of trained networks: the best that it has come across after some budgets.
import { samplerOf } from '$core/nas/sampler';
import { strategyDef, strategyOptions } from '$core/nas/strategies/registry';
import { Study } from '$core/run/study';
import type { TrialRecord } from '$core/run/types';
import type { NasReplay } from './nasTable';

const width = 2;

/** Regret (best cost found less the best of the table) after each budget; budgets rise. */
export function regretsOf(type: string, seed: number, budgets: readonly number[], table: NasReplay): number[] {
  const { architectures, costOf, best } = table;
  const def = strategyDef(type);
  const sampler = samplerOf(def, strategyOptions(def, {}), architectures);
  const trials = budgets[budgets.length - 1];
  const plan = { space: architectures.genes, sampler: { type: 'random', options: {} }, trials, width, seed };
  const study = new Study({ ...plan, direction: 'minimize' }, sampler);
  const found: number[] = [];
  let lowest = Infinity;
  let done = 0;
  for (let asked = study.next(); asked; asked = study.next()) {
    const value = costOf(asked.params);
    lowest = Math.min(lowest, value);
    if (budgets.includes(++done)) found.push(lowest - best);
    study.tell({ ...asked, state: 'done', value, metrics: {}, curve: [] } as unknown as TrialRecord);
  }
  return found;
}

/** The expected regret of so many independent uniform draws, exactly: the mean of the smallest cost of all samples. */
export function chanceRegret({ costs, best }: NasReplay, trials: number): number {
  const sorted = [...costs].sort((a, b) => a - b);
  const n = sorted.length;
  // The smallest is number k or beyond with chance ((n - k) / n) ^ trials.
  const beyond = (k: number) => ((n - k) / n) ** trials;
  return sorted.reduce((sum, cost, k) => sum + (cost - best) * (beyond(k) - beyond(k + 1)), 0);
}
