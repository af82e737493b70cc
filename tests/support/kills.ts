// Simulated runs that are killed at random moments and go on, and what each death cost.
import type { Lab } from '$core/lab/document';
import { Stream } from '$core/rng/stream';
import type { RunInfo, TrialRecord } from '$core/run/types';
import { emptyStore, simulate } from './simulatedRun';

export interface Death {
  /** Trainers at work when it came. */
  readonly workers: number;
  /** Epochs that had been begun and had to be begun again. */
  readonly again: number;
}

export interface Killed {
  readonly info: RunInfo;
  readonly trials: readonly TrialRecord[];
  readonly deaths: readonly Death[];
}

/** Runs the lab in up to so many lives of random length, on 1, 2 or 4 workers each, and a last one to its end. */
export async function killed(
  lab: Lab,
  { whole, name, lives }: { whole: { readonly epochs: number }; name: string; lives: number },
): Promise<Killed> {
  const rng = Stream.of(5, 'kills', name);
  const store = emptyStore();
  const crews: number[] = [];
  for (let life = 0; life < lives; life++) {
    const turns = 1 + rng.below(Math.max(1, Math.floor(whole.epochs / lives)));
    const workers = 2 ** rng.below(3);
    if (await simulate(lab, { workers, seed: life, turns, store })) break;
    crews.push(workers);
  }
  const { info, trials } = (await simulate(lab, { workers: 2, store }))!;
  return { info, trials, deaths: crews.map((workers, life) => ({ workers, again: store.again[life] })) };
}
