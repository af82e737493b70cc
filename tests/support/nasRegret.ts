// A strategy's search over a table of trained networks: the best that it has come across after some budgets.
import { Study } from '$core/run/study';
import type { TrialRecord } from '$core/run/types';
import { readTable, searchOf, type NasTable } from './nasTable';

const width = 2;

/** Regret (best cost found less the best of the table) after each budget; budgets rise. */
export function regretsOf(
  name: NasTable,
  type: string,
  seed: number,
  budgets: readonly number[],
  { costOf, best }: ReturnType<typeof readTable>,
): number[] {
  const { architectures, sampler } = searchOf(name, { type, options: {} });
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
