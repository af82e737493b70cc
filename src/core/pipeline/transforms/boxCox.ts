// (x^lambda - 1) / lambda with the lambda of greatest normal likelihood (Box & Cox 1964), as scipy.stats.boxcox and
// scikit-learn's PowerTransformer find it. Values are divided by their geometric mean while lambda is looked for: that
// moves no lambda and keeps powers small. A constant column takes lambda 1.
import { log } from '../../math/elementary';
import { numberStep, requireDomain } from '../numberStep';
import { bestLambda, boxed, variance } from './power';

const require = (values: Float64Array, column: string) =>
  requireDomain(values, (x) => x > 0, 'Box-Cox', column, 'numbers above 0');

export const boxCox = numberStep({
  type: 'boxCox',
  label: 'Box-Cox',
  help: 'The power that makes the values most normal, for numbers above 0.',
  fields: {},
  fit: (values, _, column) => {
    require(values, column);
    if (values.every((x) => x === values[0])) return { lambda: 1 };
    const logs = values.map(log);
    const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
    const centred = logs.map((u) => u - mean);
    return { lambda: bestLambda((lambda) => log(variance(centred.map((u) => boxed(u, lambda))))) };
  },
  apply: ({ lambda }: { lambda: number }, values, column) => {
    require(values, column);
    return values.map((x) => boxed(log(x), lambda));
  },
});
