// Trials as a file with everything that is known of them.
import type { TuneConfig } from '$core/lab/document';
import type { ImportedNetworks } from '$core/run/importStudy/networks';
import type { RunInfo, TrialRecord } from '$core/run/types';
import { fileInParts } from './fileInParts';

export const trialsJson = (...study: Parameters<typeof trialsJsonParts>): Generator<void, Blob> =>
  fileInParts(trialsJsonParts(...study), 'application/json');

/** Trials in one part, or fewer with so many points of curves. */
const together = 50;
const points = 2000;

/** What comes of `JSON.stringify({ run, config, networks, trials }, null, 1)`, in parts. `networks`: of an architecture search. */
export function* trialsJsonParts(
  run: RunInfo,
  config: TuneConfig,
  trials: readonly TrialRecord[],
  networks?: ImportedNetworks,
): Generator<string, void> {
  const [head, end] = JSON.stringify({ run, config, networks, trials: [] }, null, 1).split(
    /(?<="trials": \[)(?=\]\n\}$)/,
  );
  yield head;
  for (let from = 0, to = 0; from < trials.length; from = to) {
    for (let drawn = 0; to < trials.length && to < from + together && drawn < points; to++)
      drawn += trials[to].curve.length;
    // A list of one level, so that its lines are indented by one too few.
    const list = JSON.stringify(trials.slice(from, to), null, 1).slice(1, -2);
    yield `${from > 0 ? ',' : ''}${list.replaceAll('\n', '\n ')}`;
  }
  yield trials.length > 0 ? `\n ${end}` : end;
}
