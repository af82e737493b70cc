// The model form and what goes with it, for the pages that train or search.
export { default as AugmentPreview } from './AugmentPreview.svelte';
export { default as DomainEditor } from './DomainEditor.svelte';
export { default as ModelForm } from './ModelForm.svelte';
export { default as PathField } from './PathField.svelte';
export { default as RunBadges } from './RunBadges.svelte';
export { changedPaths } from './changes';
export { default as TextOffer } from './TextOffer.svelte';
export { followShape } from './followShape.svelte';
export { unsound } from './unsound';
export { picturesOf, type ModelShape } from './shape';
export { summarize, type ModelSummary } from './summary';
export { bytesText, countText, secondsText } from './units';
export { domainText, type Vary } from './vary';
