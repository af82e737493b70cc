import { dense, exampleLab, training, type Example } from './example';

export const flights: Example = {
  id: 'flights',
  summary: '200,000 flights: how much of a delay is predictable?',
  lab: exampleLab({
    title: 'Flights: a large table and little to learn',
    note:
      'A network sees the hour and distance of 120,000 flights and predicts how late each will be. It learns that ' +
      'delays pile up through the day, and little more: R² stays below 0.05 however long it trains. A large table does ' +
      'not help when the reasons are not in it.',
    data: { kind: 'bundled', id: 'flights-200k' },
    roles: { target: 'delay', task: 'regression', exclude: [] },
    steps: [
      {
        id: 'train',
        type: 'train',
        config: training('table', {
          layers: [dense('h1', 32), dense('h2', 16)],
          epochs: 20,
          batchSize: 256,
          learningRate: 0.003,
        }),
      },
    ],
  }),
};
