// Folds in words and as choices of a form.
import type { Lab } from '$core/lab/document';
import { plainError } from '$core/errors/error';
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
export function foldProblem(plan: FoldPlan, lab: Lab): string | null {
  try {
    checkFolds(plan, lab);
    return null;
  } catch (error) {
    const { message, action } = plainError(error);
    return `${message} ${action}`;
  }
}
