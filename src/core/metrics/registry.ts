// All metrics. One line each.
import type { Metrics } from '../run/types';
import type { Task } from '../table/types';
import { auc } from './auc';
import { accuracy, f1 } from './confusion';
import { loss } from './loss';
import type { MetricDef, Outcome } from './metric';
import { mae, r2, rmse } from './regression';

export const metricDefs: readonly MetricDef[] = [loss, accuracy, f1, auc, rmse, mae, r2];

const byName = new Map(metricDefs.map((def) => [def.name, def]));
export const metricDef = (name: string): MetricDef | undefined => byName.get(name);

/** The metrics that a task has, the loss first. */
export const metricsFor = (task: Task): readonly MetricDef[] => metricDefs.filter((def) => def.tasks.includes(task));

/** The metric that a task is usually judged by. */
export const headlineMetric = (task: Task): MetricDef => (task === 'regression' ? rmse : accuracy);

/** All metrics of an outcome by name; what is undefined on these rows is left out. */
export function computeMetrics(outcome: Outcome): Metrics {
  const entries = metricsFor(outcome.task).map((def) => [def.name, def.compute(outcome)] as const);
  return Object.fromEntries(entries.filter(([, value]) => !Number.isNaN(value)));
}
