// Simulated runs that are killed, or stopped, at random moments and go on, and what each time cost.
import type { Lab } from '$core/lab/document';
import { Stream } from '$core/rng/stream';
import type { RunInfo, TrialRecord } from '$core/run/types';
import { emptyStore, simulate } from './simulatedRun';

export interface Death {
  /** Trainers at work when it came. */
  readonly workers: number;
  /** It was stopped, not killed. */
  readonly stopped: boolean;
  /** Epochs that had been begun and had to be begun again. */
  readonly again: number;
}

export interface Killed {
  readonly info: RunInfo;
  readonly trials: readonly TrialRecord[];
  readonly deaths: readonly Death[];
}

/**
 * Runs the lab in up to so many lives of random length, on 1, 2 or 4 workers each, and a last one to its end. With `stops` lives
 * end by being stopped, but for every third.
 */
export async function killed(
  lab: Lab,
  {
    whole,
    name,
    lives,
    stops = false,
  }: { whole: { readonly epochs: number }; name: string; lives: number; stops?: boolean },
): Promise<Killed> {
  const rng = Stream.of(5, stops ? 'stops' : 'kills', name);
  const store = emptyStore();
  const crews: { readonly workers: number; readonly stopped: boolean }[] = [];
  for (let life = 0; life < lives; life++) {
    const turns = 1 + rng.below(Math.max(1, Math.floor(whole.epochs / lives)));
    const workers = 2 ** rng.below(3);
    const stop = stops && rng.below(3) > 0;
    const ended = await simulate(lab, { workers, seed: life, turns, stop, store });
    if (ended && ended.info.state !== 'cancelled') break;
    crews.push({ workers, stopped: stop });
  }
  const { info, trials } = (await simulate(lab, { workers: 2, store }))!;
  return { info, trials, deaths: crews.map((crew, life) => ({ ...crew, again: store.again[life] })) };
}
