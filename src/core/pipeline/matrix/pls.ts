// Partial least squares: directions along which the numbers and the target vary together (Wold 1975; Wegelin 2000). The
// NIPALS algorithm with the constants and signs of scikit-learn's PLSRegression; classes are taken as columns of 0 and 1.
import { applyLinear, backLinear, numbered, type LinearState } from '../../decompose/linear';
import { columnMeans, columnVariances, dense, minusRow, times, transposedTimes, type Dense } from '../../math/dense';
import { dot } from '../../math/linalg';
import { pseudoInverse } from '../../math/pseudoInverse';
import { componentsField, matrixStep, requireComponents, requireTarget } from './step';

type State = LinearState & {
  readonly basis: readonly number[];
  readonly variance: readonly number[];
  readonly ratio: readonly number[];
};

const maxRounds = 500;
const tolerance = 1e-6;

export const pls = matrixStep({
  type: 'pls',
  label: 'Partial least squares (PLS)',
  help: 'New numbers along which the features vary together with the target.',
  group: 'reduce',
  fields: { components: componentsField('How many.') },
  fit: (x, { components }, context): State => {
    const { columns } = requireTarget(context);
    requireComponents(components, Math.min(x.rows, x.columns), x, context);
    const y = dense(x.rows, columns.length);
    columns.forEach((column, c) => column.forEach((value, r) => (y.values[r * columns.length + c] = value)));
    const { centred, mean, spread } = standardized(x);
    const own = columnVariances(centred).reduce((sum, v) => sum + v, 0) * x.rows;
    if (!(own > 0)) throw context.fail('matrix-constant');
    const { weights, loadings, variance } = nipals(centred, standardized(y).centred, components);
    const count = weights.rows;
    if (count === 0) throw context.fail('matrix-constant');
    // Rotations: W (P^T W)^-1, one row per component.
    const inner = times(loadings, dense(x.columns, count, transposedValues(weights)));
    const rotations = transposedTimes(pseudoInverse(inner), weights);
    return {
      components: count,
      width: x.columns,
      mean: Array.from(mean),
      weights: Array.from(rotations.values, (value, i) => value / spread[i % x.columns]),
      basis: Array.from(loadings.values, (value, i) => value * spread[i % x.columns]),
      variance,
      ratio: variance.map((one) => one / own),
    };
  },
  apply: applyLinear,
  names: ({ components }) => numbered('PLS', components),
  invert: (state: State, z) => backLinear(state, state.basis, z),
});

function transposedValues({ rows, columns, values }: Dense): Float64Array {
  const out = new Float64Array(values.length);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) out[c * rows + r] = values[r * columns + c];
  return out;
}

function standardized(x: Dense) {
  const mean = columnMeans(x);
  const spread = columnVariances(x, 1, mean).map((variance) => Math.sqrt(variance) || 1);
  const centred = minusRow(x, mean);
  for (let i = 0; i < centred.values.length; i++) centred.values[i] /= spread[i % x.columns];
  return { centred, mean, spread };
}

/** One row of weights and loadings per component; fewer where nothing is left to explain. */
function nipals(x: Dense, y: Dense, count: number): { weights: Dense; loadings: Dense; variance: number[] } {
  const { rows, columns: p } = x;
  const q = y.columns;
  const weights: number[] = [];
  const loadings: number[] = [];
  const variance: number[] = [];
  const whole = dot(x.values, 0, x.values, 0, x.values.length);
  for (let k = 0; k < count; k++) {
    for (let c = 0; c < q; c++) {
      let largest = 0;
      for (let r = 0; r < rows; r++) largest = Math.max(largest, Math.abs(y.values[r * q + c]));
      if (largest < 10 * Number.EPSILON) for (let r = 0; r < rows; r++) y.values[r * q + c] = 0;
    }
    const w = firstWeights(x, y);
    if (!w) break;
    const t = times(x, dense(p, 1, w)).values;
    const tt = dot(t, 0, t, 0, rows);
    if (!(tt > 1e-24 * whole)) break;
    const px = transposedTimes(x, dense(rows, 1, t)).values.map((value) => value / tt);
    const py = transposedTimes(y, dense(rows, 1, t)).values.map((value) => value / tt);
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < p; c++) x.values[r * p + c] -= t[r] * px[c];
      for (let c = 0; c < q; c++) y.values[r * q + c] -= t[r] * py[c];
    }
    weights.push(...w);
    loadings.push(...px);
    variance.push(tt * dot(px, 0, px, 0, p));
  }
  const made = variance.length;
  return {
    weights: dense(made, p, Float64Array.from(weights)),
    loadings: dense(made, p, Float64Array.from(loadings)),
    variance,
  };
}

/** First left singular vector of X^T Y by the power method; null where the target has nothing left. */
function firstWeights(x: Dense, y: Dense): Float64Array | null {
  const { rows, columns: p } = x;
  const q = y.columns;
  let score: Float64Array | null = null;
  for (let c = 0; c < q && !score; c++) {
    const column = Float64Array.from({ length: rows }, (_, r) => y.values[r * q + c]);
    if (column.some((value) => Math.abs(value) > Number.EPSILON)) score = column;
  }
  if (!score) return null;
  let old = new Float64Array(p).fill(100);
  let w = old;
  for (let round = 0; round < maxRounds; round++) {
    const yy = dot(score, 0, score, 0, rows);
    w = transposedTimes(x, dense(rows, 1, score)).values.map((value) => value / yy);
    const length = Math.sqrt(dot(w, 0, w, 0, p)) + Number.EPSILON;
    w = w.map((value) => value / length);
    const t = times(x, dense(p, 1, w)).values;
    const tt = dot(t, 0, t, 0, rows);
    if (!(tt > 0)) return null;
    const v = transposedTimes(y, dense(rows, 1, t)).values.map((value) => value / tt);
    const vv = dot(v, 0, v, 0, q) + Number.EPSILON;
    score = times(y, dense(q, 1, v)).values.map((value) => value / vv);
    let change = 0;
    for (let c = 0; c < p; c++) change += (w[c] - old[c]) * (w[c] - old[c]);
    if (change < tolerance || q === 1) break;
    old = new Float64Array(w);
  }
  let largest = 0;
  for (const value of w) if (Math.abs(value) > Math.abs(largest)) largest = value;
  return largest < 0 ? w.map((value) => -value) : w;
}
