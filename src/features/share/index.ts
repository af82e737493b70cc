// Sharing: links, files, and what opening a link shows.
export { share } from './share.svelte';
export { download, fileName } from './download';
export { applyViewFlags } from './viewFlags';
export const loadShareDialog = () => import('./ShareDialog.svelte').then((module) => module.default);
export const loadPreviewPage = () => import('./PreviewPage.svelte').then((module) => module.default);
