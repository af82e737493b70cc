// Position in the order given, or in order of name; -1 for missing, unseen and unnamed categories.
// scikit-learn's OrdinalEncoder(handle_unknown='use_encoded_value', unknown_value=-1, encoded_missing_value=-1).
import { encoder } from './encoder';

export const ordinal = encoder({
  type: 'ordinal',
  label: 'Position in an order',
  help: 'Low, medium, high become 0, 1, 2. Categories that the order does not name become -1.',
  fields: {},
  ordered: true,
  fit: ({ names, order }) => {
    const categories = order.length > 0 ? [...new Set(order)] : names;
    return { categories, values: categories.map((_, i) => [i]), unseen: [-1], missing: [-1], labels: [] };
  },
});
