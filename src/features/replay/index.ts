// Searches replayed on a table of known results.
export { default as ReplayPage } from './ReplayPage.svelte';
export { default as ReplayTable } from './ReplayTable.svelte';
