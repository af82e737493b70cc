export { default as Home } from './Home.svelte';
export { openLabFile } from './openFile';
