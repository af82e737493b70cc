// All importance methods. One line each.
import { fanova } from './fanova';
import { kruskalWallis } from './kruskalWallis';
import type { ImportanceMethod } from './method';
import { pedAnova } from './pedAnova';

export const importanceMethods: readonly ImportanceMethod[] = [pedAnova, fanova, kruskalWallis];

/** PED-ANOVA once the best tenth of the trials holds five of them; before that, the ranks of all trials say more. */
export const defaultMethod = (finished: number): ImportanceMethod => (finished >= 50 ? pedAnova : kruskalWallis);
