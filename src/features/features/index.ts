// The Features station: steps on the table, how columns are prepared, and what the model gets.
export { default as FeaturesPage } from './FeaturesPage.svelte';
