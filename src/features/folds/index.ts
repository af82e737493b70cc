// Folds, for the stations that choose or show them.
export { default as FoldPlanForm } from './FoldPlanForm.svelte';
export { default as FoldTable } from './FoldTable.svelte';
export { foldProblem } from './folds';
