// Non-negative factors as a step. scikit-learn's NMF; new rows are solved each on its own.
import { nmf as factors, nmfWeights } from '../../decompose/nmf';
import { numbered, rows } from '../../decompose/linear';
import { int } from '../../fields/field';
import { times } from '../../math/dense';
import { componentsField, matrixStep, requireComponents, requireNonNegative, type MatrixState } from './step';

type State = MatrixState & { readonly components: number; readonly width: number; readonly weights: readonly number[] };

export const nmf = matrixStep({
  type: 'nmf',
  label: 'Non-negative factors (NMF)',
  help: 'Parts that add up to the rows and never cancel: for counts, pixels and other numbers from 0 up.',
  group: 'reduce',
  fields: {
    components: componentsField('How many parts.'),
    rounds: int('Rounds at most', 200, 10, 2000, { log: true }),
  },
  fit: (x, { components, rounds }, context): State => {
    requireNonNegative(x, context);
    requireComponents(components, Math.min(x.rows, x.columns), x, context);
    if (x.values.every((value) => value === 0)) throw context.fail('matrix-constant');
    const { h, rounds: done } = factors(x, components, context.stream, rounds);
    return { components, width: x.columns, weights: Array.from(h.values), rounds: done };
  },
  apply: ({ components, width, weights }: State, x) => nmfWeights(x, rows(weights, components, width)),
  names: ({ components }) => numbered('NMF', components),
  invert: ({ components, width, weights }: State, z) => times(z, rows(weights, components, width)),
});
