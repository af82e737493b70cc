import { defaultSearch } from '../../nas/defaults';
import { exampleLab, training, type Example } from './example';

export const shared: Example = {
  id: 'shared',
  summary: 'One set of weights ranks 100 networks; the best are trained in full.',
  lab: exampleLab({
    title: 'One set of weights for all networks',
    note:
      'Weights are trained for all networks of the space together, another one each minibatch, and rank 100 of them in a second. ' +
      'The first ten are then trained from scratch: read under Shared weights whether the order held. Then choose Compare ' +
      'shortcuts, where the same is asked of random networks, and of shortcuts that are cheaper still.',
    data: { kind: 'bundled', id: 'penguins' },
    roles: { target: 'Species', task: 'multiclass', exclude: [] },
    steps: [
      {
        id: 'nas',
        type: 'nas',
        config: {
          ...defaultSearch('table'),
          base: training('table', { layers: [], epochs: 15, learningRate: 0.005 }),
          space: { type: 'table', options: { maxBlocks: 2, maxWidth: 32 } },
          strategy: { type: 'oneShot', options: { epochs: 60, candidates: 100 } },
          objective: { metric: 'loss', direction: 'minimize' },
          trials: 10,
        },
      },
    ],
  }),
};
