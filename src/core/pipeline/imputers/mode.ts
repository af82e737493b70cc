// The most frequent value, the smallest of several.
import { imputer, marks } from './imputer';

export const mode = imputer({
  type: 'mode',
  label: 'Most frequent',
  fields: marks,
  fit: (present) => {
    const sorted = present.slice().sort();
    let best = sorted[0];
    let most = 0;
    for (let i = 0, start = 0; i < sorted.length; i++) {
      if (sorted[i] !== sorted[start]) start = i;
      if (i - start + 1 > most) {
        most = i - start + 1;
        best = sorted[i];
      }
    }
    return best;
  },
});
