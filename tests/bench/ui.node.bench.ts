// Frames of the Tune page under load.
import { benchPage } from './support/pageBench';

export const bench = () => benchPage('tunePage.ts');
