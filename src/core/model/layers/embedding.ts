// One table for all categorical columns: the pipeline offsets each column's codes, so that columns never share a row.
import { bool, int } from '../../fields/field';
import { defineLayer, float32, shapeError, weight } from '../layer';

export const embedding = defineLayer({
  type: 'embedding',
  label: 'Embedding',
  summary: 'Gives each category a learned vector. Takes the "codes" input; output is columns x dimension.',
  group: 'core',
  arity: 'one',
  fields: {
    dimension: int('Dimension', 8, 1, 512, { log: true }),
    maskZero: bool('Leave padding out', false, {
      help: 'What fills shorter texts up to the common length counts for nothing in the layers behind.',
    }),
  },
  infer: (o, [x], layer) => {
    if (x.dtype !== 'int32' || x.shape.length !== 1) {
      throw shapeError(layer, 'embedding', x.shape, 'it needs category codes; connect it to the "codes" input');
    }
    return float32([x.shape[0], o.dimension], o.maskZero ? x : {});
  },
  weights: (o, [x]) => [weight('embeddings', [x.vocabulary ?? 1, o.dimension], 'uniform', { decay: true })],
  flops: () => 0,
});
