// Baselines and what people reach, for every page where a score is drawn.
export { referencesOf, automatic } from './references';
export { default as ToBeat } from './ToBeat.svelte';
