import { dense, exampleLab, training, type Example } from './example';

export const cars: Example = {
  id: 'cars',
  summary: 'Predict fuel consumption; a line against a network.',
  lab: exampleLab({
    title: 'Cars: what the residuals tell',
    note:
      'The first step fits a straight line to the miles per gallon of 1970s cars, the second a small network. The ' +
      'residuals of the line bend: it guesses too low for the lightest and the heaviest cars and too high in between, ' +
      'while those of the network do not. Its RMSE is about half a mile per gallon smaller on cars that neither has seen.',
    data: { kind: 'bundled', id: 'cars' },
    roles: { target: 'Miles_per_Gallon', task: 'regression', exclude: ['Name'] },
    steps: [
      { id: 'line', type: 'train', config: training('table', { layers: [], epochs: 100, learningRate: 0.02 }) },
      {
        id: 'network',
        type: 'train',
        config: training('table', { layers: [dense('h1', 32), dense('h2', 16)], epochs: 100, learningRate: 0.005 }),
      },
    ],
  }),
};
