// (x - mean) / population standard deviation; a constant column becomes 0. scikit-learn's StandardScaler, with its rule
// for telling a constant from rounding (`_is_constant_feature`; Chan, Golub & LeVeque 1983).
import { numberStep } from '../numberStep';
import { moments } from '../target';

export const standard = numberStep({
  type: 'standard',
  label: 'Standardize',
  help: 'Subtract the mean, divide by the standard deviation.',
  fields: {},
  fit: (values) => {
    const { mean, std } = moments(values.length, (i) => values[i]);
    const n = values.length;
    const rounding = n * mean * Number.EPSILON;
    return { mean, std: std * std <= n * Number.EPSILON * std * std + rounding * rounding ? 1 : std };
  },
  apply: ({ mean, std }: { mean: number; std: number }, values) => values.map((x) => (x - mean) / std),
});
