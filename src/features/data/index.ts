// The Data step: choosing, importing and looking at data, and saying what to learn from it.
export { default as DataPage } from './DataPage.svelte';
