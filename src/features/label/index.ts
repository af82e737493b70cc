// Labelling: rows one at a time by keyboard, suspect labels first, and how far two annotators agree.
export { default as LabelTab } from './LabelTab.svelte';
export { Labelling } from './labelling.svelte';
