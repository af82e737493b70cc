// What a step of architecture search ranks its networks by.
import type { Goal } from '../run/objectives';
import type { NasSetting } from './config';

/** The objective; or, where networks are judged untrained, their score, of which more is better. */
export const goalOf = (config: NasSetting & { readonly objective: Goal }): Goal =>
  config.judge && !config.compare?.on ? { metric: config.judge, direction: 'maximize' } : config.objective;
