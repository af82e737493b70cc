// Natural logarithm.
import { log as ln } from '../../math/elementary';
import { plainStep } from '../numberStep';

export const log = plainStep(
  { type: 'log', label: 'Logarithm', help: 'log(x), for numbers above 0.', needs: 'numbers above 0' },
  (x) => x > 0,
  ln,
);
