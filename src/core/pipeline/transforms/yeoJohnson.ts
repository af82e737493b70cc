// Box-Cox for every number: of 1 + x with lambda from 0 up, of 1 - x with 2 - lambda below (Yeo & Johnson 2000), lambda
// by greatest normal likelihood as scipy.stats.yeojohnson. A constant column takes lambda 1, which leaves it as it is.
import { log } from '../../math/elementary';
import { log1p } from '../../math/precise';
import { numberStep } from '../numberStep';
import { bestLambda, boxed, variance } from './power';

const value = (x: number, lambda: number) => (x >= 0 ? boxed(log1p(x), lambda) : -boxed(log1p(-x), 2 - lambda));

export const yeoJohnson = numberStep({
  type: 'yeoJohnson',
  label: 'Yeo-Johnson',
  help: 'The power that makes the values most normal, for every number.',
  fields: {},
  fit: (values) => {
    if (values.every((x) => x === values[0])) return { lambda: 1 };
    const stretch = values.reduce((sum, x) => sum + (x < 0 ? -log1p(-x) : log1p(x)), 0) / values.length;
    return {
      lambda: bestLambda((lambda) => 0.5 * log(variance(values.map((x) => value(x, lambda)))) - (lambda - 1) * stretch),
    };
  },
  apply: ({ lambda }: { lambda: number }, values) => values.map((x) => value(x, lambda)),
});
