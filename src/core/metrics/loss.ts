// The loss as it is trained, without penalties: log loss for classes, squared or Huber error for scaled values.
import { exp, log } from '../math/elementary';
import { meanOver, type MetricDef, type Outcome } from './metric';

/** Huber's threshold, in standard deviations of the target. */
export const huberDelta = 1;

const binaryLogLoss = ({ outputs, target }: Outcome) =>
  meanOver(target.length, (row) => {
    const z = outputs[row];
    // log(1 + e^z) - y z, arranged so that nothing overflows.
    return Math.max(z, 0) - z * target[row] + log(1 + exp(-Math.abs(z)));
  });

const multiclassLogLoss = ({ outputs, target, classes }: Outcome) =>
  meanOver(target.length, (row) => {
    const at = row * classes;
    let largest = -Infinity;
    for (let k = 0; k < classes; k++) largest = Math.max(largest, outputs[at + k]);
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += exp(outputs[at + k] - largest);
    return largest + log(sum) - outputs[at + target[row]];
  });

const squaredLoss = ({ outputs, target }: Outcome) =>
  meanOver(target.length, (row) => (outputs[row] - target[row]) * (outputs[row] - target[row]));

const huberLoss = ({ outputs, target }: Outcome) =>
  meanOver(target.length, (row) => {
    const error = Math.abs(outputs[row] - target[row]);
    return error <= huberDelta ? 0.5 * error * error : huberDelta * (error - 0.5 * huberDelta);
  });

export const loss: MetricDef = {
  name: 'loss',
  label: 'Loss',
  direction: 'minimize',
  range: [0, Infinity],
  tasks: ['binary', 'multiclass', 'regression'],
  unit: 'none',
  formula:
    'Classes: the mean of -ln p(true class). Values: the mean of (prediction - target)^2, or of the Huber error, ' +
    'with the target scaled to mean 0 and standard deviation 1.',
  source: 'Bishop (2006), sections 4.3 and 1.5.5; Huber (1964)',
  compute(outcome) {
    switch (outcome.task) {
      case 'binary':
        return binaryLogLoss(outcome);
      case 'multiclass':
        return multiclassLogLoss(outcome);
      case 'regression':
        return outcome.loss === 'huber' ? huberLoss(outcome) : squaredLoss(outcome);
    }
  },
};
