// Cube root, of negative numbers too.
import { cbrt as f } from '../../math/precise';
import { plainStep } from '../numberStep';

export const cbrt = plainStep(
  { type: 'cbrt', label: 'Cube root', help: 'For every number, negative ones too.', needs: 'numbers' },
  () => true,
  f,
);
