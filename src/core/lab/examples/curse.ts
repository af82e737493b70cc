import { dense, exampleLab, training, type Example } from './example';
import { defaultFeatures } from '../document';

export const curse: Example = {
  id: 'curse',
  summary: 'Five columns matter, the rest is noise: more of them make it worse.',
  opens: { station: 'features', view: 'select' },
  lab: exampleLab({
    title: 'The curse of dimensionality',
    note:
      'Only five of the sixty columns say anything about the target. The number of columns kept is the only setting of the ' +
      'study: the error is least with three of them, rises with every further one, and with all sixty it is nearly that ' +
      'of one. Measure on the Select tab of Features what columns of noise do to distances, and to how many rows a model needs.',
    data: { kind: 'generated', id: 'friedman1', options: { rows: 400, noise: 1, features: 60 }, seed: 1 },
    roles: { target: 'y', task: 'regression', exclude: [] },
    features: {
      ...defaultFeatures,
      matrix: [{ id: 'keep', type: 'information', options: { keep: 'best', components: 5 } }],
    },
    steps: [
      {
        id: 'columns',
        type: 'tune',
        config: {
          base: training('table', { layers: [dense('h1', 32)], epochs: 60, learningRate: 0.01 }),
          space: [
            {
              path: 'features.matrix.keep.components',
              domain: { kind: 'ordinal', values: [1, 2, 3, 5, 8, 15, 30, 60] },
            },
          ],
          sampler: { type: 'grid', options: {} },
          objective: { metric: 'rmse', direction: 'minimize' },
          trials: 8,
          width: 2,
        },
      },
    ],
  }),
};
