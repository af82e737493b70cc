// Values as they are.
import { numberStep } from '../numberStep';

export const none = numberStep({
  type: 'none',
  label: 'As they are',
  help: 'No scaling.',
  fields: {},
  fit: () => ({}),
  apply: (_, values) => values,
});
