// The mean of the values that are there. scikit-learn's SimpleImputer, as in the other files here.
import { moments } from '../target';
import { imputer, marks } from './imputer';

export const mean = imputer({
  type: 'mean',
  label: 'Mean',
  fields: marks,
  fit: (present) => moments(present.length, (i) => present[i]).mean,
});
