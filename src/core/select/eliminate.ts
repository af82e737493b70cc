// Recursive feature elimination (Guyon et al. 2002): fit a ridge regression, drop the columns with the smallest squared
// coefficients, fit again. scikit-learn's RFE around Ridge or RidgeClassifier, ties to its order.
import { cholesky, solveLower, solveLowerTransposed } from '../math/linalg';
import type { Dense } from '../math/dense';
import { normalEquations } from './ridge';

/** Ranks: 1 for the columns that stay, larger the earlier a column was dropped. */
export function eliminate(
  x: Dense,
  targets: readonly Float64Array[],
  keep: number,
  step: number,
  alpha = 1,
): { kept: number[]; ranks: Int32Array } {
  const { gram, products } = normalEquations(x, targets);
  const d = x.columns;
  const ranks = new Int32Array(d).fill(1);
  let left = Array.from({ length: d }, (_, c) => c);
  while (left.length > keep) {
    const n = left.length;
    const l = new Float64Array(n * n);
    left.forEach((r, i) => {
      for (let j = 0; j <= i; j++) l[i * n + j] = gram.values[r * d + left[j]];
      l[i * n + i] += alpha;
    });
    cholesky(l, n);
    const importance = new Float64Array(n);
    for (let t = 0; t < targets.length; t++) {
      const b = Float64Array.from(left, (c) => products.values[c * targets.length + t]);
      solveLowerTransposed(l, n, solveLower(l, n, b));
      b.forEach((value, i) => (importance[i] += value * value));
    }
    const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => importance[a] - importance[b] || a - b);
    const dropped = new Set(order.slice(0, Math.min(step, n - keep)));
    const stay = left.filter((_, i) => !dropped.has(i));
    const staying = new Set(stay);
    for (let c = 0; c < d; c++) if (!staying.has(c)) ranks[c]++;
    left = stay;
  }
  return { kept: left, ranks };
}
