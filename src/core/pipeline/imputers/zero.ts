// Zero.
import { imputer, marks } from './imputer';

export const zero = imputer({ type: 'zero', label: 'Zero', fields: marks, fit: () => 0 });
