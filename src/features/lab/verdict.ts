// "Reproduced bit for bit", or what differs, in one sentence.
import type { Expected } from '$core/lab/document';
import { compareExpected } from '$core/lab/expected';
import type { RunInfo, TrialRecord } from '$core/run/types';

export interface Verdict {
  readonly same: boolean;
  readonly text: string;
  readonly digest: string | null;
}

/** Compares a finished run to what its lab promised; null while its trials are not all there. */
export async function compareRun(
  expected: Expected,
  run: RunInfo,
  trials: readonly TrialRecord[],
): Promise<Verdict | null> {
  if (trials.length < run.trialsDone) return null;
  const { digest, executor } = run;
  const comparison = await compareExpected(expected, { executor, trials, value: run.best?.value ?? null });
  if (comparison.outcome === 'differs') return { same: false, text: `Differs: ${comparison.reason}.`, digest };
  const text =
    comparison.by === 'bits'
      ? 'Reproduced bit for bit.'
      : 'Reproduced within the tolerance that this executor can promise.';
  return { same: true, text, digest };
}
