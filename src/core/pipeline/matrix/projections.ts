// Random projections: directions drawn without looking at the data keep distances, roughly. Gaussian, and sparse with
// the density 1 / sqrt(columns) (Achlioptas 2003; Li, Hastie & Church 2006), scaled as scikit-learn's.
import { applyLinear, backLinear, numbered, type LinearState } from '../../decompose/linear';
import { dense, transpose } from '../../math/dense';
import { pseudoInverse } from '../../math/pseudoInverse';
import type { Stream } from '../../rng/stream';
import { componentsField, matrixStep, type MatrixStepDef } from './step';

type State = LinearState & { readonly basis: readonly number[] };

function projection(
  type: string,
  label: string,
  help: string,
  draw: (stream: Stream, width: number) => number,
): MatrixStepDef {
  return matrixStep({
    type,
    label,
    help,
    group: 'reduce',
    fields: { components: componentsField('How many directions.') },
    fit: (x, { components }, { stream }): State => {
      const scale = Math.sqrt(1 / components);
      const weights = Float64Array.from({ length: components * x.columns }, () => scale * draw(stream, x.columns));
      const inverse = transpose(pseudoInverse(dense(components, x.columns, weights)));
      return {
        components,
        width: x.columns,
        mean: [],
        weights: Array.from(weights),
        basis: Array.from(inverse.values),
      };
    },
    apply: applyLinear,
    names: ({ components }) => numbered('RP', components),
    invert: (state: State, z) => backLinear(state, state.basis, z),
  });
}

export const gaussianProjection = projection(
  'gaussianProjection',
  'Random projection, Gaussian',
  'Random directions: quick, learns nothing from the data, keeps distances roughly.',
  (stream) => stream.normal(),
);

export const sparseProjection = projection(
  'sparseProjection',
  'Random projection, sparse',
  'Random directions that use few columns each.',
  (stream, width) => {
    const density = 1 / Math.sqrt(width);
    const u = stream.uniform();
    return u >= density ? 0 : u < density / 2 ? Math.sqrt(1 / density) : -Math.sqrt(1 / density);
  },
);
