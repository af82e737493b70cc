import type { Step } from '../document';
import { dense, exampleLab, training, type Example } from './example';

const layers = [dense('h1', 16), dense('h2', 8)];
const step = (id: string, learningRate: number): Step => ({
  id,
  type: 'train',
  config: training('table', { layers, epochs: 60, learningRate }),
});

export const moons: Example = {
  id: 'moons',
  summary: 'Watch a boundary form, at three learning rates.',
  lab: exampleLab({
    title: 'Two moons, three learning rates',
    note:
      'The same network learns the same points at a learning rate of 0.0003, 0.01 and 0.5. The first is still ' +
      'drawing a nearly straight line when its 60 epochs are over, the second bends it between the moons, and the ' +
      'third jumps about. Press step and compare how far the surface moves in one epoch.',
    data: { kind: 'generated', id: 'moons', options: { rows: 500, noise: 0.15 }, seed: 1 },
    roles: { target: 'class', task: 'binary', exclude: [] },
    steps: [step('slow', 0.0003), step('right', 0.01), step('wild', 0.5)],
  }),
};
