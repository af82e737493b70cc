// (x - median) / distance between two percentiles, which outliers do not move. scikit-learn's RobustScaler.
import { float } from '../../fields/field';
import { quantile } from '../../stats/describe';
import { divisor, numberStep } from '../numberStep';

export const robust = numberStep({
  type: 'robust',
  label: 'Robust',
  help: 'Subtract the median, divide by the distance between two percentiles: outliers count little.',
  fields: {
    low: float('From percentile', 25, 0, 49, { unit: '%' }),
    high: float('To percentile', 75, 51, 100, { unit: '%' }),
  },
  fit: (values, { low, high }) => {
    const sorted = values.slice().sort();
    return {
      centre: quantile(sorted, 0.5),
      spread: divisor(quantile(sorted, high / 100) - quantile(sorted, low / 100)),
    };
  },
  apply: ({ centre, spread }: { centre: number; spread: number }, values) => values.map((x) => (x - centre) / spread),
});
