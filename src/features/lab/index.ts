// The open lab and the frame around it, for the pages of its steps and for the app. What the first screen does not
// need is handed out by a function that loads it.
export type {
  Baselined,
  ImportChoice,
  LabSession,
  LiveRun,
  RunOptions,
  SaveState,
  Selection,
  StepConfigs,
} from './types';
export type { OpenLab } from './session.svelte';
export { workbench } from './workbench.svelte';
export { fromFiles, fromTransfer, type Picked } from './dropped';
export { handOver, takeHanded } from './handover';
export { readingClient, studyClient, tableClient } from './clients';
export { Inspection } from './inspection.svelte';
export { fingerprint } from './fingerprint';
export { headline, isActive, metricText, stepTitle, stepTitles } from './steps';
export { go, homeHref, labHref, predictHref, replayHref, storageHref } from './links';
export { undoAction } from './undoAction';
export { durationText, rateText, shareOf } from './frame/progress';
export { backendName } from './frame/compute.svelte';
export { default as JobBar } from './frame/JobBar.svelte';
export { default as Mark } from './frame/Mark.svelte';
export { default as TopBar } from './frame/TopBar.svelte';
export const loadLabPage = () => import('./frame/LabPage.svelte').then((module) => module.default);
export const loadMissingData = () => import('./frame/MissingData.svelte').then((module) => module.default);
export const loadNewStep = () => import('./newStep').then((module) => module.newStep);
export const loadOpenLab = () => import('./session.svelte').then((module) => module.OpenLab);
