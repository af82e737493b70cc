// Values beyond two limits take the limit: Tukey's fences (quartile -+ k x interquartile range), or two percentiles.
import { choice, float } from '../../fields/field';
import { quantile } from '../../stats/describe';
import { numberStep } from '../numberStep';

export const clip = numberStep({
  type: 'clip',
  label: 'Clip outliers',
  help: 'Values beyond the limits take the limit.',
  fields: {
    limits: choice('Limits', 'fences', [
      { value: 'fences', label: 'Fences around the quartiles' },
      { value: 'percentiles', label: 'Percentiles' },
    ]),
    reach: float('Fences at', 1.5, 0, 10, { unit: 'x IQR' }),
    low: float('Low percentile', 1, 0, 49, { unit: '%' }),
    high: float('High percentile', 99, 51, 100, { unit: '%' }),
  },
  fit: (values, { limits, reach, low, high }) => {
    const sorted = values.slice().sort();
    if (limits === 'percentiles') return { low: quantile(sorted, low / 100), high: quantile(sorted, high / 100) };
    const q1 = quantile(sorted, 0.25);
    const q3 = quantile(sorted, 0.75);
    return { low: q1 - reach * (q3 - q1), high: q3 + reach * (q3 - q1) };
  },
  apply: ({ low, high }: { low: number; high: number }, values) =>
    values.map((x) => (x < low ? low : x > high ? high : x)),
});
