// The Tune station.
export { default as TunePage } from './TunePage.svelte';
