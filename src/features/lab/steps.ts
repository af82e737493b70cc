// Steps and their runs in a few words.
import type { Step } from '$core/lab/document';
import type { RunInfo, RunState } from '$core/run/types';

export const stepTitles: Readonly<Record<Step['type'], string>> = {
  train: 'Train',
  tune: 'Tune',
  nas: 'Architectures',
  validate: 'Validate',
};

/** `Train`, `Train 2`, or `Train: slow` where the step was given a name of its own. */
export function stepTitle({ id, type }: Step): string {
  const numbered = new RegExp(`^${type}(?:-(\\d+))?$`).exec(id);
  const title = stepTitles[type];
  if (numbered) return numbered[1] ? `${title} ${numbered[1]}` : title;
  return `${title}: ${id}`;
}

/** `0.987`, `12.4`, `1,235`, `1.2e-5`: four significant digits at most, but whole numbers up to a million in full. */
export function metricText(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-3 || magnitude >= 1e6)) {
    const [mantissa, exponent] = value.toExponential(2).split('e');
    return `${Number(mantissa)}e${Number(exponent)}`;
  }
  return magnitude >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(4)));
}

/** The headline of a run in a few characters. */
export function headline(run: RunInfo | null): string {
  if (!run) return '';
  if (run.state === 'failed') return 'failed';
  if (run.best?.broken) return 'none within limits';
  if (run.best) return `${run.best.metric} ${metricText(run.best.value)}`;
  if (run.state === 'interrupted') return 'interrupted';
  if (run.state === 'cancelled') return 'stopped';
  return '';
}

const activeStates: readonly RunState[] = ['queued', 'running', 'paused'];
export const isActive = (run: RunInfo | null): boolean => run !== null && activeStates.includes(run.state);
