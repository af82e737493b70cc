// Independent components as a step. scikit-learn's FastICA, the start drawn from the step's own stream.
import { fastIca } from '../../decompose/fastIca';
import { applyLinear, backLinear, numbered, type LinearState } from '../../decompose/linear';
import { int } from '../../fields/field';
import { dense, transpose } from '../../math/dense';
import { pseudoInverse } from '../../math/pseudoInverse';
import { componentsField, matrixStep, requireComponents } from './step';

type State = LinearState & { readonly basis: readonly number[]; readonly rounds: number; readonly settled: number };

export const ica = matrixStep({
  type: 'ica',
  label: 'Independent components (ICA)',
  help: 'Takes mixed signals apart into sources that vary independently, each of variance 1.',
  group: 'reduce',
  fields: {
    components: componentsField('How many.'),
    rounds: int('Rounds at most', 200, 10, 2000, { log: true }),
  },
  fit: (x, { components, rounds }, context): State => {
    requireComponents(components, Math.min(x.rows, x.columns), x, context);
    const start = dense(components, components);
    for (let i = 0; i < start.values.length; i++) start.values[i] = context.stream.normal();
    const found = fastIca(x, start, rounds);
    if (found.rank === 0) throw context.fail('matrix-constant');
    if (found.rank !== null) throw context.fail('matrix-singular', { rank: found.rank, wanted: components });
    return {
      components,
      width: x.columns,
      mean: Array.from(found.mean),
      weights: Array.from(found.components.values),
      basis: Array.from(transpose(pseudoInverse(found.components)).values),
      rounds: found.rounds,
      settled: Number(found.settled),
    };
  },
  apply: applyLinear,
  names: ({ components }) => numbered('IC', components),
  invert: (state: State, z) => backLinear(state, state.basis, z),
});
