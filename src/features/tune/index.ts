// The Tune station.
export { default as TunePage } from './TunePage.svelte';
// For other pages that show a study.
export { default as FidelityForm } from './FidelityForm.svelte';
export { default as Leaderboard } from './Leaderboard.svelte';
export { default as PrunerForm } from './PrunerForm.svelte';
export { default as RunningTrials } from './RunningTrials.svelte';
export { default as RunHead } from './RunHead.svelte';
export { default as RunNotes } from './RunNotes.svelte';
export { default as Shortcut } from './Shortcut.svelte';
export { default as StudyHead } from './StudyHead.svelte';
export { default as TrainLonger } from './TrainLonger.svelte';
export { default as TuneBar } from './TuneBar.svelte';
export { stepName, stepsOfTrial } from './fidelity';
export { metricName, namedParams, type NamedParam } from './names';
export { growingCurve, StudyData } from './studyData';
export { StudyReading } from './studyReading.svelte';
