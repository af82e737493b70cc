// The middle value; the mean of the two middle ones where their number is even.
import { imputer, marks } from './imputer';

export const median = imputer({
  type: 'median',
  label: 'Median',
  fields: marks,
  fit: (present) => {
    const sorted = present.slice().sort();
    const middle = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  },
});
