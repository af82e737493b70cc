// Square root.
import { plainStep } from '../numberStep';

export const sqrt = plainStep(
  { type: 'sqrt', label: 'Square root', help: 'For numbers of 0 and above.', needs: 'numbers of 0 and above' },
  (x) => x >= 0,
  Math.sqrt,
);
