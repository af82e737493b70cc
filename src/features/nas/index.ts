// The station for architecture search.
export { default as NasPage } from './NasPage.svelte';
