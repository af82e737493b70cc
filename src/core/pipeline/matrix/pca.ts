// Principal components as a step: a number of them, or as many as hold a share of the variance. scikit-learn's PCA.
import { componentsFor, pca as principal } from '../../decompose/pca';
import { applyLinear, backLinear, numbered, type LinearState } from '../../decompose/linear';
import { bool, choice, float } from '../../fields/field';
import { firstRows } from '../../math/dense';
import { componentsField, matrixStep, requireComponents } from './step';

type State = LinearState & {
  readonly basis: readonly number[];
  readonly variance: readonly number[];
  readonly ratio: readonly number[];
};

export const pca = matrixStep({
  type: 'pca',
  label: 'Principal components (PCA)',
  help: 'New numbers along the directions in which the rows differ most.',
  group: 'reduce',
  fields: {
    choose: choice('Keep', 'count', [
      { value: 'count', label: 'A number of components' },
      { value: 'share', label: 'A share of the variance' },
    ]),
    components: { ...componentsField('How many.'), when: { choose: ['count'] } },
    share: float('Share of variance', 0.95, 0.01, 0.9999, { help: 'How much to hold.', when: { choose: ['share'] } }),
    whiten: bool('Whiten', false, { help: 'Divide each component by its standard deviation.' }),
  },
  fit: (x, { choose, components, share, whiten }, context): State => {
    const most = Math.min(x.rows, x.columns);
    if (x.rows < 2) throw context.fail('matrix-rows', { needed: 2, rows: x.rows });
    if (choose === 'count') requireComponents(components, most, x, context);
    const all = principal(x, choose === 'count' ? components : most, context.stream);
    if (!(all.total > 0)) throw context.fail('matrix-constant');
    const count = choose === 'count' ? components : componentsFor(all.ratio, share);
    const unit = Array.from(firstRows(all.components, count).values);
    const scale = Array.from({ length: count }, (_, i) => (whiten ? Math.sqrt(all.variance[i]) : 1));
    // A component without variance cannot be brought to variance 1.
    const stretch = scale.map((s) => (s > 1e-10 * (scale[0] || 1) ? s : 1));
    return {
      components: count,
      width: x.columns,
      mean: Array.from(all.mean),
      weights: unit.map((value, i) => value / stretch[Math.floor(i / x.columns)]),
      basis: unit.map((value, i) => value * stretch[Math.floor(i / x.columns)]),
      variance: Array.from(all.variance.subarray(0, count)),
      ratio: Array.from(all.ratio.subarray(0, count)),
    };
  },
  apply: applyLinear,
  names: ({ components }) => numbered('PC', components),
  invert: (state: State, z) => backLinear(state, state.basis, z),
});
