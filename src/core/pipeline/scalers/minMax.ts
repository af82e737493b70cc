// Smallest to largest training value onto 0 to 1 or -1 to 1; later values may lie outside. scikit-learn's MinMaxScaler.
import { choice } from '../../fields/field';
import { divisor, numberStep } from '../numberStep';

export const minMax = numberStep({
  type: 'minMax',
  label: 'Min to max',
  help: 'The training values fill the range; later values may leave it.',
  fields: {
    range: choice('Range', 'unit', [
      { value: 'unit', label: '0 to 1' },
      { value: 'both', label: '-1 to 1' },
    ]),
  },
  fit: (values, { range }) => {
    const least = values.reduce((a, b) => (b < a ? b : a));
    const most = values.reduce((a, b) => (b > a ? b : a));
    const low = range === 'both' ? -1 : 0;
    const factor = (1 - low) / divisor(most - least);
    return { factor, add: low - least * factor };
  },
  apply: ({ factor, add }: { factor: number; add: number }, values) => values.map((x) => x * factor + add),
});
