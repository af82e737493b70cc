// Selection and reduction of features: two tabs of the Features station.
export { defOf } from './edits';
export { default as MatrixWords } from './MatrixWords.svelte';
export { default as ReduceTab } from './ReduceTab.svelte';
export { default as SelectTab } from './SelectTab.svelte';
