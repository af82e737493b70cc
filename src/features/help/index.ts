// The palette and the sheet of keys, loaded when first asked for.
export { help } from './help.svelte';
export const loadHelpSheet = () => import('./HelpSheet.svelte').then((module) => module.default);
export const loadPalette = () => import('./Palette.svelte').then((module) => module.default);
