// How often the category occurs in training, as a number of rows or as a share of them; 0 for unseen ones.
import { choice } from '../../fields/field';
import { encoder } from './encoder';

export const count = encoder({
  type: 'count',
  label: 'How frequent it is',
  help: 'Replace each category by how often it occurs in the training rows.',
  fields: {
    measure: choice('As', 'share', [
      { value: 'share', label: 'Share of the rows' },
      { value: 'rows', label: 'Number of rows' },
    ]),
  },
  fit: ({ codes, names }, { measure }) => {
    const counts = names.map(() => 0);
    let missing = 0;
    for (const code of codes) {
      if (code < 0) missing++;
      else counts[code]++;
    }
    const unit = measure === 'share' ? codes.length : 1;
    return {
      categories: names,
      values: counts.map((n) => [n / unit]),
      unseen: [0],
      missing: [missing / unit],
      labels: [],
    };
  },
});
