// What Box-Cox and Yeo-Johnson share: (e^(lambda u) - 1) / lambda, and the lambda of greatest likelihood.
import { expm1 } from '../../math/precise';
import { minimizeWithin } from '../../math/minimize';

/** (e^(lambda u) - 1) / lambda, which is u at lambda 0. */
export const boxed = (u: number, lambda: number): number => (lambda === 0 ? u : expm1(lambda * u) / lambda);

export function variance(values: Float64Array): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return values.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / values.length;
}

/** Lambda where `cost` is least, looked for in -2 to 2 and further out for as long as it lies at the edge. */
export function bestLambda(cost: (lambda: number) => number): number {
  const finite = (lambda: number) => {
    const value = cost(lambda);
    return Number.isFinite(value) ? value : Number.MAX_VALUE;
  };
  let reach = 2;
  for (;;) {
    const found = minimizeWithin(finite, -reach, reach);
    if (Math.abs(found) < 0.99 * reach || reach >= 128) return found;
    reach *= 2;
  }
}
