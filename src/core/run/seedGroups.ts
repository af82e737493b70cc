// Runs that train one trial again under other seeds, gathered by that trial, and what they come to: how much of its score
// was luck, and what it gives on rows that took no part in the search. Pure: the runs' records come in.
import { outcomeOfPredictions } from '../metrics/judged';
import { metricDef } from '../metrics/registry';
import type { Task } from '../table/types';
import type { EpochPoint, Predictions, Repeat, RunInfo } from './types';

export interface SeedGroup {
  readonly trial: number;
  /** Seeds that were asked for. */
  readonly wanted: number;
  /** Finished runs by seed; of several under one seed the newest. */
  readonly runs: readonly RunInfo[];
}

type Seeded = RunInfo & { readonly again: Repeat & { readonly seed: NonNullable<Repeat['seed']> } };
const isSeeded = (run: RunInfo): run is Seeded => run.again?.seed !== undefined;

/** Those of one study, the trial that was looked at last first. */
export function seedGroups(runs: readonly RunInfo[], study: string): SeedGroup[] {
  const seeded = runs
    .filter(isSeeded)
    .filter(({ again, state, hidden }) => again.run === study && state === 'done' && !hidden);
  const newest = [...seeded].sort((a, b) => b.createdAt - a.createdAt);
  const trials = [...new Set(newest.map(({ again }) => again.trial))];
  return trials.map((trial) => {
    const of = newest.filter(({ again }) => again.trial === trial);
    const bySeed = new Map<number, Seeded>();
    for (const run of of) if (!bySeed.has(run.again.seed.number)) bySeed.set(run.again.seed.number, run);
    const ordered = [...bySeed.values()].sort((a, b) => a.again.seed.number - b.again.seed.number);
    return { trial, wanted: Math.max(...of.map(({ again }) => again.seed.of)), runs: ordered };
  });
}

/** What a run under one seed left: its curve, and predictions of its last model. */
export interface SeedRecord {
  readonly curve: readonly EpochPoint[];
  readonly predictions: readonly Predictions[];
}

export interface SeedRow {
  /** Of the last epoch. */
  readonly fixed: number;
  /** Of the best epoch, which is chosen by the very rows that it is judged on. */
  readonly best: number;
  /** NaN where no rows were kept apart. */
  readonly test: number;
}

export function seedRow({ curve, predictions }: SeedRecord, name: string, task: Task): SeedRow {
  const metric = metricDef(name);
  const values = curve.map(({ validation }) => validation[name] ?? NaN);
  const better = (a: number, b: number) => (metric?.direction === 'minimize' ? a < b : a > b);
  const best = values.reduce((top, value) => (better(value, top) ? value : top), values[0] ?? NaN);
  const test = predictions.find(({ split }) => split === 'test');
  const classes = test && task !== 'regression' ? Math.round(test.probabilities.length / test.actual.length) : 0;
  return {
    fixed: values.at(-1) ?? NaN,
    best,
    test: test && metric ? metric.compute(outcomeOfPredictions(test, task, classes)) : NaN,
  };
}

/** Mean and sample standard deviation; the latter NaN for one value. */
export function spreadOf(values: readonly number[]): { mean: number; deviation: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, deviation: n > 1 ? Math.sqrt(squares / (n - 1)) : NaN };
}
