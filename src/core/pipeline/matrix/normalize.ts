// Each row divided by its own size, so that rows differ by direction alone: scikit-learn's Normalizer. A row of zeros
// stays as it is.
import { choice } from '../../fields/field';
import { dense } from '../../math/dense';
import { matrixStep } from './step';

export const normalize = matrixStep({
  type: 'normalize',
  label: 'Scale each row to size 1',
  help: 'Divides the numbers of a row by its size: what counts is how they stand to each other.',
  group: 'rows',
  fields: {
    norm: choice('Size', 'l2', [
      { value: 'l2', label: 'Root of the sum of squares (L2)' },
      { value: 'l1', label: 'Sum of amounts (L1)' },
      { value: 'max', label: 'Largest amount' },
    ]),
  },
  fit: () => ({}),
  apply: (_, x, { norm }) => {
    const { rows, columns, values } = x;
    const out = values.slice();
    for (let r = 0; r < rows; r++) {
      const row = out.subarray(r * columns, (r + 1) * columns);
      let size = 0;
      for (const value of row) {
        if (norm === 'l1') size += Math.abs(value);
        else if (norm === 'l2') size += value * value;
        else size = Math.max(size, Math.abs(value));
      }
      if (norm === 'l2') size = Math.sqrt(size);
      if (size > 0) for (let c = 0; c < columns; c++) row[c] /= size;
    }
    return dense(rows, columns, out);
  },
  names: (_, names) => [...names],
});
