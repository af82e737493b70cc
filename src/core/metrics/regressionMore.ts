// More errors of predicted values: squared, relative, median, and of quantiles.
import { quantile } from '../stats/describe';
import { meanOver, type MetricDef, type Outcome } from './metric';

const common = { direction: 'minimize', range: [0, Infinity], tasks: ['regression'], onDemand: true } as const;
/** prediction - value, in the target's own unit. */
const error = ({ outputs, target, targetScale }: Outcome, row: number) =>
  targetScale.std * (outputs[row] - target[row]);
const value = ({ target, targetScale }: Outcome, row: number) => target[row] * targetScale.std + targetScale.mean;

export const mse: MetricDef = {
  ...common,
  name: 'mse',
  label: 'MSE',
  unit: 'none',
  formula: 'The mean of (prediction - value)^2.',
  source: 'scikit-learn: mean_squared_error',
  compute: (outcome) => meanOver(outcome.target.length, (row) => error(outcome, row) * error(outcome, row)),
};

export const medianError: MetricDef = {
  ...common,
  name: 'medianError',
  label: 'Median error',
  unit: 'target',
  formula: 'The median of |prediction - value|.',
  source: 'scikit-learn: median_absolute_error',
  compute(outcome) {
    const sorted = Float64Array.from(outcome.target, (_, row) => Math.abs(error(outcome, row))).sort();
    return quantile(sorted, 0.5);
  },
};

export const mape: MetricDef = {
  ...common,
  name: 'mape',
  label: 'MAPE',
  unit: 'share',
  formula: 'The mean of |prediction - value| / |value|. Values of 0 count as 2^-52 and make it huge.',
  source: 'scikit-learn: mean_absolute_percentage_error',
  compute: (outcome) =>
    meanOver(
      outcome.target.length,
      (row) => Math.abs(error(outcome, row)) / Math.max(Math.abs(value(outcome, row)), 2 ** -52),
    ),
};

const pinball = (percent: number): MetricDef => ({
  ...common,
  name: `pinball${percent}`,
  label: `Pinball loss, ${percent} %`,
  unit: 'target',
  formula: `The mean of q d where d = value - prediction is above 0, of (q - 1) d elsewhere; q = ${percent / 100}.`,
  source: 'Koenker & Bassett (1978); scikit-learn: mean_pinball_loss',
  compute: (outcome) =>
    meanOver(outcome.target.length, (row) => {
      const below = -error(outcome, row);
      return below >= 0 ? (percent / 100) * below : (percent / 100 - 1) * below;
    }),
});

export const pinball10 = pinball(10);
export const pinball90 = pinball(90);
