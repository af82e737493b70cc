// The Train station.
export { default as TrainPage } from './TrainPage.svelte';
export { default as Judged } from './Judged.svelte';
export { default as LongerResults } from './LongerResults.svelte';
export { default as TrainResults } from './TrainResults.svelte';
export { default as RunHistory } from './RunHistory.svelte';
export { Openings } from './openings.svelte';
export { Comparison } from './compare.svelte';
export { axisOf, inside, validationName } from './curveData';
export { default as RunControl } from './RunControl.svelte';
