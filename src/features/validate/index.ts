// Validation by folds: what other stations show of it, and the page of a validate step.
export { default as FoldPlanForm } from './FoldPlanForm.svelte';
export { default as FoldTable } from './FoldTable.svelte';
