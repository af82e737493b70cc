// Selection and reduction of features: two tabs of the Features station.
export { default as ReduceTab } from './ReduceTab.svelte';
export { default as SelectTab } from './SelectTab.svelte';
