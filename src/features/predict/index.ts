// New rows by a trained model.
export { default as PredictPage } from './PredictPage.svelte';
