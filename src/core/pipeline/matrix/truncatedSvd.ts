// Singular vectors of the numbers as they are, without taking off the mean: keeps sparse counts sparse in meaning
// (latent semantic analysis: Deerwester et al. 1990). scikit-learn's TruncatedSVD, with its signs.
import { applyLinear, backLinear, numbered, type LinearState } from '../../decompose/linear';
import { columnVariances } from '../../math/dense';
import { randomizedSvd } from '../../math/randomizedSvd';
import { thinSvd } from '../../math/svd';
import { exactUpTo } from '../../decompose/pca';
import { componentsField, matrixStep, requireComponents } from './step';

type State = LinearState & { readonly variance: readonly number[]; readonly ratio: readonly number[] };

export const truncatedSvd = matrixStep({
  type: 'truncatedSvd',
  label: 'Truncated SVD',
  help: 'The strongest directions of the numbers themselves, without taking off the mean: for counts and one-hot columns.',
  group: 'reduce',
  fields: { components: componentsField('How many.') },
  fit: (x, { components }, context): State => {
    const most = Math.min(x.rows, x.columns);
    requireComponents(components, most, x, context);
    const { singular, right } =
      most > exactUpTo ? randomizedSvd(x, components, context.stream, 5) : thinSvd(x, components);
    if (!(singular[0] > 0)) throw context.fail('matrix-constant');
    const linear: LinearState = { components, width: x.columns, mean: [], weights: Array.from(right.values) };
    const variance = columnVariances(applyLinear(linear, x));
    const total = columnVariances(x).reduce((sum, one) => sum + one, 0);
    const ratio = variance.map((one) => (total > 0 ? one / total : 0));
    return { ...linear, variance: Array.from(variance), ratio: Array.from(ratio) };
  },
  apply: applyLinear,
  names: ({ components }) => numbered('SVD', components),
  invert: (state: State, z) => backLinear(state, state.weights, z),
});
