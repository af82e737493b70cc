import { defaultSearch } from '../../nas/defaults';
import { defaultTrainConfig } from '../../train/config';
import { defaultFeatures } from '../document';
import { exampleLab, type Example } from './example';

const base = {
  ...defaultTrainConfig('text'),
  epochs: 15,
  optimizer: { type: 'adam' as const, learningRate: 0.01, options: {} },
};

export const names: Example = {
  id: 'names',
  summary: 'Where was a car made? A search reads nothing but its name, letter by letter.',
  lab: exampleLab({
    title: 'What a car is called',
    note:
      'Each of the 20 networks that the search tries reads runs of three to seven letters, and the least of them places 92 % of ' +
      'the cars that it has not seen. The second step averages the letters of a name, whatever their order, and places 85 %: ' +
      'a maker is a few letters side by side, even where its name is misspelt. What fills short names up counts for ' +
      'nothing: switch Leave padding out off in the second step, and its loss rises from 0.34 to 0.43.',
    data: { kind: 'bundled', id: 'cars' },
    roles: {
      target: 'Origin',
      task: 'multiclass',
      exclude: [
        ...['Miles_per_Gallon', 'Cylinders', 'Displacement', 'Horsepower', 'Weight_in_lbs'],
        ...['Acceleration', 'Year'],
      ],
    },
    features: {
      ...defaultFeatures,
      columns: { Name: { encode: { type: 'tokens', options: { pieces: 'char' } } } },
    },
    steps: [
      {
        id: 'nas',
        type: 'nas',
        config: {
          ...defaultSearch('text'),
          base: { ...base, layers: [] },
          space: { type: 'sequence', options: { maxBlocks: 2, maskZero: true } },
          strategy: { type: 'evolution', options: { population: 8, tournament: 3 } },
          objective: { metric: 'loss', direction: 'minimize' },
          trials: 20,
        },
      },
      {
        id: 'letters',
        type: 'train',
        config: {
          ...base,
          layers: [
            { id: 'embed', type: 'embedding', inputs: ['codes'], options: { dimension: 16, maskZero: true } },
            { id: 'pool', type: 'globalAvgPool' },
            { id: 'h1', type: 'dense', options: { units: 16, activation: 'relu' } },
          ],
        },
      },
    ],
  }),
};
