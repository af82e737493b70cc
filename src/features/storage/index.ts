export { watchUpdates } from './updates';
export const loadStoragePage = () => import('./StoragePage.svelte').then((module) => module.default);
