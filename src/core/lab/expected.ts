// What a shared lab promises, and whether a run kept it.
import { runDigest } from './digest';
import type { Expected, ExecutorChoice } from './document';
import type { TrialRecord } from '../run/types';

/** Marks are left out of links beyond this many trials: they would make the link too long. */
const maxMarkedTrials = 200;
/** For metrics on executors that promise closeness, not bits, where the lab states no tolerance. */
export const defaultTolerance = 0.02;

/** A finished run, as far as it can be compared. */
export interface Finished {
  /** The executor that really ran it. */
  readonly executor: string;
  readonly trials: readonly Pick<TrialRecord, 'index' | 'params' | 'state' | 'metrics'>[];
  /** Best objective value; null when no trial succeeded. */
  readonly value: number | null;
}

export type Comparison =
  /** By bits: the same digest. By metric: the headline metric within the tolerance. */
  | { readonly outcome: 'reproduced'; readonly by: 'bits' | 'metric' }
  | { readonly outcome: 'differs'; readonly reason: string; readonly firstTrial?: number };

/** What a link should promise of a finished run: the digest where bits are reproducible, the metric always. */
export async function expectedOf(step: string, metric: string, run: Finished): Promise<Expected> {
  const executor = run.executor as ExecutorChoice;
  const headline = run.value === null ? {} : { metric, value: run.value };
  if (executor !== 'simd') return { step, executor, ...headline, tolerance: defaultTolerance };
  const { digest, marks } = await runDigest(run.trials);
  return { step, executor, digest, ...(run.trials.length <= maxMarkedTrials ? { trials: marks } : {}), ...headline };
}

/** Compares a run to what its lab promises. */
export async function compareExpected(expected: Expected, run: Finished): Promise<Comparison> {
  if (expected.digest !== undefined && expected.executor === 'simd' && run.executor === 'simd') {
    return compareBits(expected, run);
  }
  return compareMetric(expected, run.value);
}

async function compareBits(expected: Expected, run: Finished): Promise<Comparison> {
  const { digest, marks } = await runDigest(run.trials);
  if (digest === expected.digest) return { outcome: 'reproduced', by: 'bits' };
  const first = firstDifference(expected.trials ?? '', marks);
  if (first === null) return { outcome: 'differs', reason: 'the digest is another one' };
  const ours = marks.length / 4;
  const theirs = expected.trials!.length / 4;
  if (first === Math.min(ours, theirs)) {
    return { outcome: 'differs', reason: `${theirs} trials were expected and ${ours} ended`, firstTrial: first };
  }
  return { outcome: 'differs', reason: `trial ${first} is the first that differs`, firstTrial: first };
}

/** Position of the first trial whose mark differs or is missing; null when the marks say nothing. */
function firstDifference(expected: string, actual: string): number | null {
  if (expected === '' || expected === actual) return null;
  const limit = Math.min(expected.length, actual.length);
  for (let at = 0; at < limit; at += 4) if (expected.slice(at, at + 4) !== actual.slice(at, at + 4)) return at / 4;
  return limit / 4;
}

function compareMetric(
  { metric = 'metric', value, tolerance = defaultTolerance }: Expected,
  actual: number | null,
): Comparison {
  if (value === undefined) return { outcome: 'differs', reason: 'the lab does not say which value to expect' };
  if (actual === null) return { outcome: 'differs', reason: `no trial gave a ${metric}` };
  // Relative for large values, absolute below 1, as suits shares of 1.
  const allowed = tolerance * Math.max(1, Math.abs(value));
  if (Math.abs(actual - value) <= allowed) return { outcome: 'reproduced', by: 'metric' };
  return { outcome: 'differs', reason: `${metric} is ${actual}, expected ${value} within ${allowed}` };
}
