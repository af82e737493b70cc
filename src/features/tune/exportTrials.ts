// Trials as a table: one row per trial.
import { isCost } from '$core/run/objectives';
import type { TrialRecord } from '$core/run/types';
import type { Space } from '$core/space/space';
import { csvRows, toCsv } from '$charts/index';

/** Paths of what varied, in the order of the space; then what trials have beside it, as when the space is not at hand. */
export function settingsOf(space: Space, trials: readonly TrialRecord[]): string[] {
  const known = new Set(space.map(({ path }) => path));
  const free = space.filter(({ domain }) => domain.kind !== 'fixed').map(({ path }) => path);
  const other = new Set(trials.flatMap(({ params }) => Object.keys(params).filter((path) => !known.has(path))));
  return [...free, ...other];
}

export const trialsCsv = (trials: readonly TrialRecord[], paths: readonly string[]): string =>
  [...trialsCsvParts(trials, paths)].join('');

/** Trials in one part. */
const together = 250;

/** The same in parts: of thousands the whole takes longer than a frame. */
export function* trialsCsvParts(trials: readonly TrialRecord[], paths: readonly string[]): Generator<string, void> {
  const metrics = [...new Set(trials.flatMap(({ metrics }) => Object.keys(metrics)))];
  const measured = [...new Set(trials.flatMap(({ measured = {} }) => Object.keys(measured)))];
  const limits = (trials.find(({ violations }) => violations)?.violations ?? []).map((_, i) => `violation ${i + 1}`);
  const columns = [
    'trial',
    'state',
    'value',
    ...paths,
    ...metrics.map((name) => (isCost(name) ? name : `validation ${name}`)),
    ...measured,
    ...limits,
  ];
  const last = ['best epoch', 'epochs', 'seconds', 'backend', 'attempts', 'error'];
  const rowOf = (trial: TrialRecord) => [
    trial.index,
    trial.state,
    trial.value,
    ...paths.map((path) => {
      const value = trial.params[path];
      return value === undefined ? null : typeof value === 'boolean' ? String(value) : value;
    }),
    ...metrics.map((name) => trial.metrics[name] ?? null),
    ...measured.map((name) => trial.measured?.[name] ?? null),
    ...limits.map((_, i) => trial.violations?.[i] ?? null),
    trial.bestEpoch,
    trial.curve.length,
    trial.seconds,
    trial.backend,
    trial.attempts,
    trial.error?.message ?? null,
  ];
  yield toCsv({ columns: [...columns, ...last], rows: [] });
  for (let from = 0; from < trials.length; from += together)
    yield csvRows(trials.slice(from, from + together).map(rowOf));
}
