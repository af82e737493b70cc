// Searches replayed on a table of known results.
export { default as ReplayTable } from './ReplayTable.svelte';
