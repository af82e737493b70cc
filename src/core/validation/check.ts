// What can be wrong with a split or folds before any data are seen.
import { TablabError } from '../errors/error';
import type { Lab } from '../lab/document';
import { prunerDef } from '../pruners/registry';
import type { FoldPlan } from './foldPlan';

type Splitting = Pick<Lab, 'split' | 'roles'>;

/** Throws `split-no-training`, `split-column-missing` or `split-column-target`. */
export function checkSplit({ split, roles }: Splitting): void {
  const { validation, test, method, column } = split;
  if (validation + test >= 1) throw new TablabError('split-no-training', { validation, test });
  if (method !== 'grouped' && method !== 'time') return;
  if (!column) throw new TablabError('split-column-missing', { method });
  if (column === roles.target) throw new TablabError('split-column-target', { column });
}

/** The column that folds go by: their own, or that of the split. */
export const foldColumn = (plan: FoldPlan, { split }: Pick<Lab, 'split'>): string => plan.column ?? split.column ?? '';

/** Throws `pruner-no-folds` for a pruner that compares folds in a study without any. */
export function checkPrunerFolds(pruner: string | undefined, plan: FoldPlan | undefined): void {
  const rule = pruner === undefined ? undefined : prunerDef(pruner);
  if (rule?.folds === 'each' && !plan) throw new TablabError('pruner-no-folds', { pruner: rule.label });
}

/** Throws `folds-*` or `split-column-target`. `pruner`: type of the study's pruner, if it has one. */
export function checkFolds(plan: FoldPlan, lab: Splitting, pruner?: string): void {
  const { method, repeats = 1 } = plan;
  const rule = pruner === undefined ? undefined : prunerDef(pruner);
  if (rule?.population) throw new TablabError('folds-no-rungs', { pruner: rule.label });
  if (rule?.folds === 'none') throw new TablabError('folds-no-curve', { pruner: rule.label });
  if (method === 'stratified' && lab.roles.task === 'regression') throw new TablabError('folds-no-classes');
  if (method === 'time' && repeats > 1) throw new TablabError('folds-time-once', { repeats });
  if (method !== 'grouped' && method !== 'time') return;
  const column = foldColumn(plan, lab);
  if (column === '')
    throw new TablabError('folds-column-missing', { method: method === 'time' ? 'Time-ordered' : 'Grouped' });
  if (column === lab.roles.target) throw new TablabError('split-column-target', { column });
}
