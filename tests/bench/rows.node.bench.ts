// Frames of a table of a million rows while it is scrolled: 60 a second.
import { benchPage } from './support/pageBench';

export const bench = () => benchPage('rowsPage.ts');
