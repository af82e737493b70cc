import type { Param } from '../../space/space';
import type { Step } from '../document';
import { dense, exampleLab, training, type Example } from './example';

const space: Param[] = [
  { path: 'optimizer.learningRate', domain: { kind: 'float', low: 0.0001, high: 0.3, log: true } },
  { path: 'layers.h1.units', domain: { kind: 'int', low: 2, high: 64, log: true } },
  { path: 'layers.h1.activation', domain: { kind: 'choice', values: ['relu', 'tanh'] } },
];

const step = (id: string, type: string, options: Record<string, number> = {}): Step => ({
  id,
  type: 'tune',
  config: {
    base: training('table', { layers: [dense('h1', 16)], epochs: 15 }),
    space,
    sampler: { type, options },
    objective: { metric: 'rmse', direction: 'minimize' },
    trials: 32,
    width: 2,
  },
});

export const strategies: Example = {
  id: 'strategies',
  summary: 'Grid, random, evolution, TPE and a Gaussian process on the same space.',
  lab: exampleLab({
    title: 'Five strategies on one space',
    note:
      'Five searches, one model, one space, 32 trials each: run them one after the other and tick them under Compare ' +
      'studies. The grid sees only four learning rates, while the last two searches close in on the good ones. Repeat each under other seeds before you believe in a winner.',
    data: { kind: 'bundled', id: 'cars' },
    roles: { target: 'Miles_per_Gallon', task: 'regression', exclude: ['Name'] },
    steps: [
      step('grid', 'grid', { resolution: 4 }),
      step('random', 'random'),
      step('evolution', 'regularizedEvolution'),
      step('tpe', 'tpe'),
      step('gaussian-process', 'gp'),
    ],
  }),
};
