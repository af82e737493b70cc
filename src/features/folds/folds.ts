// Folds in words and as choices of a form.
import type { Lab } from '$core/lab/document';
import { refusal } from '$core/errors/error';
import { checkFolds } from '$core/validation/check';
import type { FoldMethod, FoldPlan } from '$core/validation/foldPlan';

export const methodLabels: Readonly<Record<FoldMethod, string>> = {
  kfold: 'K-fold',
  stratified: 'Stratified k-fold',
  grouped: 'Grouped k-fold',
  time: 'Time series',
};

export const methodHelp: Readonly<Record<FoldMethod, string>> = {
  kfold: 'Shuffled rows in equal parts.',
  stratified: 'Shuffled; every class has its share in every fold.',
  grouped: 'No group is on both sides.',
  time: 'Each fold trains on what came before it.',
};

/** What is wrong with the folds, in words; null when nothing is. */
export const foldProblem = (plan: FoldPlan, lab: Lab): string | null => refusal(() => checkFolds(plan, lab));
