// Earlier runs of a step as a list shows them: the trainings of one trial under several seeds stand together.
import type { RunInfo } from '$core/run/types';

export interface SeedSet {
  readonly trial: number;
  /** Of the study whose trial it is. */
  readonly study: string;
  readonly wanted: number;
  /** Newest first, as all runs. */
  readonly runs: readonly RunInfo[];
}
export interface HistoryEntry {
  /** Counted from the oldest, from 1. */
  readonly number: number;
  readonly key: string;
  readonly run?: RunInfo;
  readonly seeds?: SeedSet;
}

/** `runs`: newest first. A set of seeds stands where its newest is. */
export function historyOf(runs: readonly RunInfo[]): HistoryEntry[] {
  const sets = new Map<string, RunInfo[]>();
  const keys = runs.map((run) => {
    const { again } = run;
    const key = again?.seed ? `${again.run} ${again.trial}` : run.id;
    sets.set(key, [...(sets.get(key) ?? []), run]);
    return key;
  });
  const entries = [...new Set(keys)];
  return entries.map((key, i) => {
    const of = sets.get(key)!;
    const number = entries.length - i;
    const [{ again }] = of;
    if (!again?.seed) return { number, key, run: of[0] };
    const wanted = Math.max(...of.map((run) => run.again!.seed!.of));
    return { number, key, seeds: { trial: again.trial, study: again.run, wanted, runs: of } };
  });
}
