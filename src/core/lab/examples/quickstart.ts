import { dense, exampleLab, training, type Example } from './example';

export const quickstart: Example = {
  id: 'quickstart',
  summary: 'Tune a small network on penguins: 12 trials in a few seconds.',
  lab: exampleLab({
    title: 'Quickstart: three kinds of penguins',
    note:
      'Twelve small networks learn to tell penguin species apart by their measurements, each with its own learning ' +
      'rate, width and activation. Eight get above 95 %, and the slice plots show why four do not: their learning rate ' +
      'is below 0.002, too small for 30 epochs. The importance chart says the same in one bar.',
    data: { kind: 'bundled', id: 'penguins' },
    roles: { target: 'Species', task: 'multiclass', exclude: [] },
    steps: [
      {
        id: 'tune',
        type: 'tune',
        config: {
          base: training('table', { layers: [dense('h1', 16)], epochs: 30 }),
          space: [
            { path: 'optimizer.learningRate', domain: { kind: 'float', low: 0.0003, high: 0.1, log: true } },
            { path: 'layers.h1.units', domain: { kind: 'int', low: 2, high: 64, log: true } },
            { path: 'layers.h1.activation', domain: { kind: 'choice', values: ['relu', 'tanh', 'gelu'] } },
          ],
          sampler: { type: 'random', options: {} },
          objective: { metric: 'accuracy', direction: 'maximize' },
          trials: 12,
          width: 2,
        },
      },
    ],
  }),
};
