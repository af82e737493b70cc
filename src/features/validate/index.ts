// The Validate station.
export { default as ValidatePage } from './ValidatePage.svelte';
