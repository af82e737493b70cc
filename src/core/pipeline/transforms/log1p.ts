// log(1 + x).
import { log1p as f } from '../../math/precise';
import { plainStep } from '../numberStep';

export const log1p = plainStep(
  {
    type: 'log1p',
    label: 'Logarithm of 1 + x',
    help: 'log(1 + x), for counts and amounts.',
    needs: 'numbers above -1',
  },
  (x) => x > -1,
  f,
);
