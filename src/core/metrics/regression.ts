// Errors of predicted values, in the target's own unit.
import { meanOver, type MetricDef, type Outcome } from './metric';

const tasks = ['regression'] as const;
const error = ({ outputs, target }: Outcome, row: number) => outputs[row] - target[row];

export const rmse: MetricDef = {
  name: 'rmse',
  label: 'RMSE',
  direction: 'minimize',
  range: [0, Infinity],
  tasks,
  unit: 'target',
  formula: 'The square root of the mean of (prediction - value)^2.',
  source: 'scikit-learn: root_mean_squared_error',
  compute: (outcome) =>
    outcome.targetScale.std *
    Math.sqrt(meanOver(outcome.target.length, (row) => error(outcome, row) * error(outcome, row))),
};

export const mae: MetricDef = {
  name: 'mae',
  label: 'MAE',
  direction: 'minimize',
  range: [0, Infinity],
  tasks,
  unit: 'target',
  formula: 'The mean of |prediction - value|.',
  source: 'scikit-learn: mean_absolute_error',
  compute: (outcome) =>
    outcome.targetScale.std * meanOver(outcome.target.length, (row) => Math.abs(error(outcome, row))),
};

export const r2: MetricDef = {
  name: 'r2',
  label: 'R²',
  direction: 'maximize',
  range: [-Infinity, 1],
  tasks,
  unit: 'none',
  formula: '1 - sum of (prediction - value)^2 / sum of (value - mean value)^2, over the rows judged.',
  source: 'scikit-learn: r2_score',
  compute(outcome) {
    const { target } = outcome;
    const mean = meanOver(target.length, (row) => target[row]);
    const spread = meanOver(target.length, (row) => (target[row] - mean) * (target[row] - mean));
    const missed = meanOver(target.length, (row) => error(outcome, row) * error(outcome, row));
    // A single value leaves nothing to explain.
    return spread === 0 ? NaN : 1 - missed / spread;
  },
};
