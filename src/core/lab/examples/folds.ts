import { dense, exampleLab, training, type Example } from './example';

const goal = { metric: 'accuracy', direction: 'maximize' } as const;
const plan = { method: 'stratified', folds: 5 } as const;

export const folds: Example = {
  id: 'folds',
  summary: 'Three models on ten folds: which difference is one, and would more rows help?',
  lab: exampleLab({
    title: 'Folds: is the larger network really better?',
    note:
      'On the hold-out split the large network is almost four points of accuracy better than the small one. Over ten ' +
      'folds the difference is half a point and cannot be told from chance, while both are better than the line. The ' +
      'learning curve of the large network is flat from two hundred rows on: more rows of this kind would not help it.',
    data: { kind: 'generated', id: 'moons', options: { rows: 400, noise: 0.3 }, seed: 1 },
    roles: { target: 'class', task: 'binary', exclude: [] },
    steps: [
      { id: 'line', type: 'train', config: training('table', { layers: [], epochs: 40, learningRate: 0.02 }) },
      {
        id: 'small',
        type: 'train',
        config: training('table', { layers: [dense('h1', 16)], epochs: 40, learningRate: 0.01 }),
      },
      {
        id: 'large',
        type: 'train',
        config: training('table', { layers: [dense('h1', 64), dense('h2', 64)], epochs: 40, learningRate: 0.01 }),
      },
      {
        id: 'compare',
        type: 'validate',
        config: {
          models: [{ step: 'line' }, { step: 'small' }, { step: 'large' }],
          objective: goal,
          folds: { ...plan, repeats: 2 },
          method: { type: 'folds' },
        },
      },
      {
        id: 'rows',
        type: 'validate',
        config: {
          models: [{ step: 'large' }],
          objective: goal,
          folds: plan,
          method: { type: 'learning', sizes: [0.1, 0.2, 0.4, 0.6, 0.8, 1], seeds: 3 },
        },
      },
    ],
  }),
};
