// Values far from the rest take the mean or median of those that are not: far by quartiles, z-score or median deviation
// (stats/fences.ts), found in the training rows. To leave such training rows out, see the step filterRows; to draw them
// to the limit, clip.
import { choice, float } from '../../fields/field';
import { quantile } from '../../stats/describe';
import { fences } from '../../stats/fences';
import { numberStep } from '../numberStep';

export const outliers = numberStep({
  type: 'outliers',
  label: 'Replace outliers',
  help: 'Values far from the rest take the mean or median of the others.',
  fields: {
    rule: choice('Far by', 'iqr', [
      { value: 'iqr', label: 'Quartiles' },
      { value: 'z', label: 'z-score' },
      { value: 'mad', label: 'Median deviation' },
    ]),
    reach: float('Reach', 1.5, 0, 100, {
      help: 'Times the interquartile range (1.5 is usual), the standard deviation (3) or the scaled median deviation (3.5).',
    }),
    by: choice('Replace by', 'mean', [
      { value: 'mean', label: 'Mean of the others' },
      { value: 'median', label: 'Median of the others' },
    ]),
  },
  fit: (values, { rule, reach, by }) => {
    const found = fences(values, rule, reach);
    // Without a spread nothing is far.
    if (!found) return { limits: [], fill: 0 };
    const { low, high } = found;
    const inside = values.filter((x) => x >= low && x <= high).sort();
    if (inside.length === 0) return { limits: [], fill: 0 };
    const mean = inside.reduce((sum, x) => sum + x, 0) / inside.length;
    return { limits: [low, high], fill: by === 'mean' ? mean : quantile(inside, 0.5) };
  },
  apply: ({ limits, fill }: { limits: readonly number[]; fill: number }, values) =>
    limits.length === 0 ? values.slice() : values.map((x) => (x < limits[0] || x > limits[1] ? fill : x)),
});
