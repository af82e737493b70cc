import { exampleLab, training, type Example } from './example';

export const cells: Example = {
  id: 'cells',
  summary: 'Evolution looks for a cell of a network: six cells on 500 digits.',
  lab: exampleLab({
    title: 'A cell search in miniature',
    note:
      'Evolution looks for a cell, four nodes joined by operations, that is stacked to a network and trained for two ' +
      'epochs on 500 digits. Open the best one to see its graph, and What size buys to see that larger is not always ' +
      'better. The ranking of so few epochs is rough, so train the best ones under other seeds before you believe in one.',
    data: { kind: 'bundled', id: 'digits' },
    roles: { target: 'digit', task: 'multiclass', exclude: [] },
    // Of the 10,000 digits.
    split: { validation: 0.15, test: 0.8 },
    steps: [
      {
        id: 'nas',
        type: 'nas',
        config: {
          base: training('image', { layers: [], epochs: 2, batchSize: 10, learningRate: 0.01 }),
          space: { type: 'cell201', options: { channels: 4, cells: 1, stacks: 2 } },
          limits: { flops: 1_200_000 },
          strategy: { type: 'evolution', options: { population: 4, tournament: 2 } },
          objective: { metric: 'accuracy', direction: 'maximize' },
          trials: 6,
          width: 2,
        },
      },
    ],
  }),
};
