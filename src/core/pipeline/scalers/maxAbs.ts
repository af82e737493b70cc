// Divided by the largest magnitude in training: 0 stays 0. scikit-learn's MaxAbsScaler.
import { divisor, numberStep } from '../numberStep';

export const maxAbs = numberStep({
  type: 'maxAbs',
  label: 'Largest magnitude',
  help: 'Divide by the largest magnitude; zero stays zero.',
  fields: {},
  fit: (values) => ({ most: divisor(values.reduce((most, x) => Math.max(most, Math.abs(x)), 0)) }),
  apply: ({ most }: { most: number }, values) => values.map((x) => x / most),
});
