import { defaultSearch } from '../../nas/defaults';
import { exampleLab, training, type Example } from './example';

/** A start from which every way leads up. */
const small = (activation: string) => ({
  family: 'mlp',
  blocks: 1,
  'b1.width': 8,
  activation,
  norm: 'none',
  dropout: 0,
});

export const grow: Example = {
  id: 'grow',
  summary: 'Small networks become large ones without forgetting what they have learned.',
  lab: exampleLab({
    title: 'Grow a network by morphism',
    note:
      'Each generation widens, deepens or branches its best network in a way that changes none of its outputs, so every child ' +
      'starts where its parent stood: look at the first epoch of the learning curves. Follow the coloured way in "Who grew out of whom" ' +
      'to see which steps paid. Then set the strategy to Random: on a table this small, drawing larger networks at once does at least as well.',
    data: { kind: 'bundled', id: 'cars' },
    roles: { target: 'Miles_per_Gallon', task: 'regression', exclude: ['Name'] },
    steps: [
      {
        id: 'nas',
        type: 'nas',
        config: {
          ...defaultSearch('table'),
          base: training('table', {
            layers: [],
            epochs: 10,
            learningRate: 0.005,
            schedule: { type: 'cosine', options: {} },
          }),
          space: { type: 'table', options: { maxBlocks: 4, maxWidth: 128 } },
          strategy: { type: 'morphism', options: { neighbours: 4 } },
          objective: { metric: 'rmse', direction: 'minimize' },
          trials: 40,
          first: ['relu', 'gelu', 'swish', 'tanh'].map(small),
        },
      },
    ],
  }),
};
