// Selection and reduction of features: two tabs beside the other views of the data.
export { default as ReduceTab } from './ReduceTab.svelte';
export { default as SelectTab } from './SelectTab.svelte';
