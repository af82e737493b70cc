// What a session's scores are read against, as lines of its charts.
import { metricDef } from '$core/metrics/registry';
import type { References } from '$charts/index';
import type { LabSession } from '$features/lab';

/** Larger data have their baselines computed when the person asks: it would take the cores from the training. */
export const automaticRows = 20_000;
export const automatic = (session: LabSession): boolean => (session.dataset?.rows ?? Infinity) <= automaticRows;

/** Baselines and people by one metric; undefined where nothing is known. The loss of values has no unit to compare by. */
export function referencesOf(session: LabSession, metric: string): References | undefined {
  const { lab, baselines } = session;
  const def = metricDef(metric);
  if (!def || (metric === 'loss' && lab.roles.task === 'regression')) return undefined;
  const lines = (baselines.report?.results ?? []).flatMap(({ label, metrics }) =>
    Number.isFinite(metrics[metric]) ? [{ label, value: metrics[metric] }] : [],
  );
  const people = lab.human?.metric === metric ? [{ label: 'People', value: lab.human.value }] : [];
  const all = [...lines, ...people];
  return all.length > 0 ? { lines: all, direction: def.direction } : undefined;
}
