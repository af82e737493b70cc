// All metrics. One line each.
import type { Metrics } from '../run/types';
import type { Task } from '../table/types';
import { auc } from './auc';
import { balancedAccuracy, f05, f2, kappa, mcc, precision, recall, specificity } from './classCounts';
import { accuracy, f1 } from './confusion';
import { loss } from './loss';
import type { MetricDef, Outcome } from './metric';
import { brier, prAuc, top3 } from './probabilityScores';
import { mae, r2, rmse } from './regression';
import { mape, medianError, mse, pinball10, pinball90 } from './regressionMore';

export const metricDefs: readonly MetricDef[] = [
  loss,
  accuracy,
  f1,
  auc,
  rmse,
  mae,
  r2,
  balancedAccuracy,
  precision,
  recall,
  specificity,
  f05,
  f2,
  mcc,
  kappa,
  prAuc,
  brier,
  top3,
  mse,
  medianError,
  mape,
  pinball10,
  pinball90,
];

const byName = new Map(metricDefs.map((def) => [def.name, def]));
export const metricDef = (name: string): MetricDef | undefined => byName.get(name);

/** All metrics that a task has, the loss first: what can be an objective. */
export const metricsOf = (task: Task): readonly MetricDef[] => metricDefs.filter((def) => def.tasks.includes(task));

/** Those among them that are computed after every epoch. */
export const metricsFor = (task: Task): readonly MetricDef[] => metricsOf(task).filter((def) => !def.onDemand);

/** The metric that a task is usually judged by. */
export const headlineMetric = (task: Task): MetricDef => (task === 'regression' ? rmse : accuracy);

/**
 * The metrics of every epoch, and those asked for, by name; what is undefined on these rows is left out.
 * `extra`: names of metrics on demand; others, and those of other tasks, change nothing.
 */
export function computeMetrics(outcome: Outcome, extra: readonly string[] = []): Metrics {
  const wanted = metricsOf(outcome.task).filter((def) => !def.onDemand || extra.includes(def.name));
  const entries = wanted.map((def) => [def.name, def.compute(outcome)] as const);
  return Object.fromEntries(entries.filter(([, value]) => !Number.isNaN(value)));
}
