// One search of one sampler on one problem, as a study of 100 trials runs it, one trial at a time.
import { Study } from '$core/run/study';
import type { TrialRecord } from '$core/run/types';
import { Stream } from '$core/rng/stream';
import type { Problem } from '../../support/regretProblems';
import type { Noise } from './unseen';

export const checkpoints = [5, 10, 25, 40, 50, 70, 100];
const trials = checkpoints[checkpoints.length - 1];

/**
 * The best value after each checkpoint, of a noisy problem the value without noise of the trial that looks best; a sampler
 * that is exhausted before keeps its last.
 */
export function search(
  { space, cost, noise = 0 }: Problem & { readonly noise?: Noise },
  type: string,
  seed: number,
): number[] {
  const study = new Study({ space, sampler: { type, options: {} }, direction: 'minimize', trials, width: 1, seed });
  let [lowest, best] = [Infinity, Infinity];
  const row: number[] = [];
  for (let asked = study.next(); asked; asked = study.next()) {
    const without = cost(asked.params);
    const luck = Stream.of(seed, 'noise', asked.index);
    const beyond = typeof noise === 'function' ? noise(asked.params, luck) : noise > 0 ? noise * luck.normal() : 0;
    const value = without + beyond;
    if (value < lowest) [lowest, best] = [value, without];
    study.tell({ ...asked, state: 'done', value, metrics: {}, curve: [] } as unknown as TrialRecord);
    if (checkpoints.includes(asked.index + 1)) row.push(Number(best.toPrecision(7)));
  }
  while (row.length < checkpoints.length) row.push(Number(best.toPrecision(7)));
  return row;
}
