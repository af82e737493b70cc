// One search of one sampler on one problem, as a study of 100 trials runs it, one trial at a time.
import { searchOf } from '$core/replay/search';
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
  const outcome = (params: Parameters<typeof cost>[0], _seed: number, trial: number) => {
    const without = cost(params);
    const luck = Stream.of(seed, 'noise', trial);
    const beyond = typeof noise === 'function' ? noise(params, luck) : noise > 0 ? noise * luck.normal() : 0;
    return { seen: [without + beyond], truth: [without] };
  };
  let [lowest, best] = [Infinity, Infinity];
  const row: number[] = [];
  for (const { index, seen, truth } of searchOf(
    { space, directions: ['minimize'], outcome },
    { sampler: type },
    { trials, seed },
  )) {
    if (seen && truth && seen[0] < lowest) [lowest, best] = [seen[0], truth[0]];
    if (checkpoints.includes(index + 1)) row.push(Number(best.toPrecision(7)));
  }
  while (row.length < checkpoints.length) row.push(Number(best.toPrecision(7)));
  return row;
}
