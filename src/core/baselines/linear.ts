// Linear models with an L2 penalty: logistic regression as scikit-learn's LogisticRegression(C=1), and ridge regression
// as Ridge(alpha=1). Intercepts are not penalised. Found by L-BFGS, to a gradient of 1e-7 of the mean loss.
import { exp, log } from '../math/elementary';
import { minimise, type Smooth } from '../math/lbfgs';
import type { BaselineDef, Rows } from './baseline';

const maxIterations = 400;
const stepsAtATime = 25;

export interface LinearModel {
  /** units x (width + 1), the intercept last. */
  readonly weights: Float64Array;
  readonly units: number;
  /** Steps that the search took. */
  readonly iterations: number;
}
type Scorer = Pick<LinearModel, 'weights' | 'units'>;

/** weights . x + intercept of one row for each unit. */
export function scores({ weights, units }: Scorer, { width, values }: Rows, row: number, out: Float64Array): void {
  for (let u = 0; u < units; u++) {
    const from = u * (width + 1);
    let sum = weights[from + width];
    for (let k = 0; k < width; k++) sum += weights[from + k] * values[row * width + k];
    out[u] = sum;
  }
}

/** Penalty 1/2 |w|^2 plus the summed loss, both divided by the number of rows. */
function objective(train: Rows, units: number, lossOf: (row: number, z: Float64Array) => number): Smooth {
  const { count, width, values } = train;
  const z = new Float64Array(units);
  return (weights, gradient) => {
    gradient.fill(0);
    let value = 0;
    const model = { weights, units };
    for (let row = 0; row < count; row++) {
      scores(model, train, row, z);
      value += lossOf(row, z);
      // lossOf leaves the slope of the loss by each score in z.
      for (let u = 0; u < units; u++) {
        const from = u * (width + 1);
        const slope = z[u];
        for (let k = 0; k < width; k++) gradient[from + k] += slope * values[row * width + k];
        gradient[from + width] += slope;
      }
    }
    for (let u = 0; u < units; u++) {
      for (let k = 0; k < width; k++) {
        const at = u * (width + 1) + k;
        value += 0.5 * weights[at] * weights[at];
        gradient[at] += weights[at];
      }
    }
    for (let i = 0; i < gradient.length; i++) gradient[i] /= count;
    return value / count;
  };
}

function solve(f: Smooth, units: number, start: Float64Array, tolerance: number, maxIterations: number): LinearModel {
  const { x, iterations } = minimise(f, start, { gradientTolerance: tolerance, maxIterations, valueTolerance: 0 });
  return { weights: x, units, iterations };
}

/** One unit for two classes, else one per class (softmax). `target`: class indexes. */
export function fitLogistic(
  train: Rows,
  target: ArrayLike<number>,
  classes: number,
  tolerance = 1e-7,
  iterations = maxIterations,
  start?: Float64Array,
): LinearModel {
  const units = classes === 2 ? 1 : classes;
  const loss = classes === 2 ? binaryLoss(target) : softmaxLoss(target, classes);
  const from = start ?? new Float64Array(units * (train.width + 1));
  return solve(objective(train, units, loss), units, from, tolerance, iterations);
}

const binaryLoss = (target: ArrayLike<number>) => (row: number, z: Float64Array) => {
  const score = z[0];
  const y = target[row];
  const small = exp(-Math.abs(score));
  z[0] = (score >= 0 ? 1 / (1 + small) : small / (1 + small)) - y;
  return Math.max(score, 0) - score * y + log(1 + small);
};

const softmaxLoss = (target: ArrayLike<number>, classes: number) => (row: number, z: Float64Array) => {
  const own = target[row];
  let top = -Infinity;
  for (let k = 0; k < classes; k++) top = Math.max(top, z[k]);
  const mine = z[own] - top;
  let sum = 0;
  for (let k = 0; k < classes; k++) sum += z[k] = exp(z[k] - top);
  for (let k = 0; k < classes; k++) z[k] /= sum;
  z[own] -= 1;
  return log(sum) - mine;
};

/** Least squares with alpha = 1: twice our penalty and loss, so the same weights. */
export function fitRidge(
  train: Rows,
  target: ArrayLike<number>,
  tolerance = 1e-9,
  iterations = 2000,
  start: Float64Array = new Float64Array(train.width + 1),
): LinearModel {
  const squared = (row: number, z: Float64Array) => {
    const error = z[0] - target[row];
    z[0] = error;
    return 0.5 * error * error;
  };
  return solve(objective(train, 1, squared), 1, start, tolerance, iterations);
}

/** Probabilities of every row, rows x classes. */
export function probabilitiesOf(model: LinearModel, rows: Rows, classes: number): Float64Array {
  const out = new Float64Array(rows.count * classes);
  const z = new Float64Array(model.units);
  for (let row = 0; row < rows.count; row++) {
    scores(model, rows, row, z);
    if (classes === 2) {
      const small = exp(-Math.abs(z[0]));
      const p = z[0] >= 0 ? 1 / (1 + small) : small / (1 + small);
      out[2 * row] = 1 - p;
      out[2 * row + 1] = p;
      continue;
    }
    const top = Math.max(...z);
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += out[row * classes + k] = exp(z[k] - top);
    for (let k = 0; k < classes; k++) out[row * classes + k] /= sum;
  }
  return out;
}

export const linear: BaselineDef = {
  name: 'linear',
  label: 'Linear model',
  text: 'Logistic regression for classes, ridge regression for values, on the prepared features, with a small penalty on the weights.',
  source: 'LogisticRegression(C=1) and Ridge(alpha=1) of scikit-learn',
  tasks: ['binary', 'multiclass', 'regression'],
  *fit({ task, classes, train, target, validation }) {
    yield;
    let model: LinearModel | undefined;
    // A few steps at a time, each from where the last ones ended, so that a person can stop it.
    for (let done = 0; done < maxIterations; done += stepsAtATime) {
      model =
        task === 'regression'
          ? fitRidge(train, target, 1e-9, stepsAtATime, model?.weights)
          : fitLogistic(train, target, classes, 1e-6, stepsAtATime, model?.weights);
      if (model.iterations < stepsAtATime) break;
      yield;
    }
    if (task !== 'regression') return probabilitiesOf(model!, validation, classes);
    const z = new Float64Array(1);
    return Float64Array.from({ length: validation.count }, (_, row) => {
      scores(model!, validation, row, z);
      return z[0];
    });
  },
};
