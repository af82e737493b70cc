import type { Param } from '../../space/space';
import type { Step } from '../document';
import { dense, exampleLab, training, type Example } from './example';

const rate: Param = { path: 'optimizer.learningRate', domain: { kind: 'float', low: 0.0001, high: 1, log: true } };
const units: Param = { path: 'layers.h1.units', domain: { kind: 'int', low: 1, high: 64, log: true } };

const step = (id: string, space: Param[], trials: number): Step => ({
  id,
  type: 'tune',
  config: {
    base: training('table', { layers: [dense('h1', 8)], epochs: 12 }),
    space,
    sampler: { type: 'gp', options: { startup: 4 } },
    objective: { metric: 'loss', direction: 'minimize' },
    trials,
    width: 1,
  },
});

export const bayes: Example = {
  id: 'bayes',
  summary: 'A Gaussian process looks for a learning rate: its belief, its doubt, its next guess.',
  lab: exampleLab({
    title: 'What Bayesian optimization sees',
    note:
      'Four random learning rates come first; from then on each trial goes where the expected improvement in the ' +
      'Surrogate view is largest. Watch the band close around the trials and the improvement move to where the model ' +
      'is good or unsure. The second step does the same over learning rate and width, as a picture.',
    data: { kind: 'generated', id: 'moons', options: { rows: 400, noise: 0.2 }, seed: 1 },
    roles: { target: 'class', task: 'binary', exclude: [] },
    steps: [step('line', [rate], 16), step('plane', [rate, units], 24)],
  }),
};
