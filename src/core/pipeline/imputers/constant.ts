// A value of the person's choice.
import { float } from '../../fields/field';
import { imputer, marks } from './imputer';

export const constant = imputer({
  type: 'constant',
  label: 'A constant',
  fields: { value: float('Value', 0, -1e15, 1e15), ...marks },
  fit: (_, { value }) => value,
});
