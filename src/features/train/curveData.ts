// Learning curves of runs as chart data.
import { metricDef, metricsFor } from '$core/metrics/registry';
import type { MetricDef } from '$core/metrics/metric';
import { curveColumn, type CurvePart } from '$core/run/curveColumn';
import { costDefs, isCost } from '$core/run/objectives';
import type { EpochPoint } from '$core/run/types';
import type { Task } from '$core/table/types';
import type { AxisSpec, CurvesData, CurveSeries, References } from '$charts/index';

/** A run whose curve lies beside the shown one. */
export interface Compared {
  readonly id: string;
  readonly label: string;
  readonly slot: number;
  readonly curve: readonly EpochPoint[];
}

const epochAxis: AxisSpec = { name: 'Epoch', whole: true };
/** Training in blue, validation in orange: here and on the decision surface's page alike. */
const slots = { train: 0, validation: 1 };

export function axisOf(name: string, target: string): AxisSpec {
  const cost = costDefs.find((one) => one.name === name);
  if (cost) return { name: cost.label, unit: cost.unit, log: name !== 'latency' };
  const def = metricDef(name);
  if (!def) return { name };
  const { label, range: within } = def;
  return def.unit === 'target' ? { name: `${label} of ${target}`, within } : { name: label, within };
}

/** Metrics that bear a person's name, which is written large everywhere. */
const named = /^(Matthews|Cohen|Brier)/;

/** `Accuracy` as the second word of a title: `accuracy`; abbreviations and names of people stay as they are. */
export const inside = (label: string) =>
  /^[A-Z][a-z]/.test(label) && !named.test(label) ? label[0].toLowerCase() + label.slice(1) : label;

/** `Validation accuracy`, `Validation RMSE of mpg`. */
export const validationName = (metric: string, target: string): string =>
  isCost(metric) ? axisOf(metric, target).name : `Validation ${inside(axisOf(metric, target).name)}`;

/** Metrics to choose from besides the loss. */
export const shownMetrics = (task: Task): readonly MetricDef[] =>
  metricsFor(task).filter(({ name }) => name !== 'loss');

/** Null where the metric was not measured at all. */
function series(curve: readonly EpochPoint[], metric: string, part: CurvePart) {
  const column = curveColumn(curve, metric, part);
  return column.y.some((value) => !Number.isNaN(value)) ? column : null;
}

/**
 * One metric over the epochs: training and validation of this run, validation of the compared ones. Lists of points that grow in
 * place may be given again: an update costs what is new.
 */
export function curvesOf(
  curve: readonly EpochPoint[],
  metric: string,
  target: string,
  compared: readonly Compared[],
  epochs: number,
  bestEpoch: number | null,
  references?: References,
): CurvesData {
  const live: CurveSeries[] = [];
  const train = series(curve, metric, 'train');
  const validation = series(curve, metric, 'validation');
  if (train) live.push({ key: 0, label: 'training', ...train, slot: slots.train });
  if (validation) live.push({ key: 1, label: 'validation', ...validation, slot: slots.validation });
  compared.forEach((run, i) => {
    const other = series(run.curve, metric, 'validation');
    if (other) live.push({ key: 2 + i, label: run.label, ...other, slot: run.slot, dashed: true });
  });
  const longest = Math.max(epochs, 1, ...compared.map((run) => run.curve.length));
  return {
    xAxis: epochAxis,
    yAxis: axisOf(metric, target),
    settled: [],
    live,
    ...(references ? { references } : {}),
    xMax: longest,
    ...(bestEpoch !== null && bestEpoch + 1 < curve.length ? { mark: { x: bestEpoch + 1, label: 'best epoch' } } : {}),
  };
}
