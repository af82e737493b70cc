// Ready-made networks to start from. Each replaces the layer list and nothing else.
import type { LayerSpec } from '$core/model/spec';

export interface Preset {
  readonly id: string;
  readonly label: string;
  readonly for: 'table' | 'image';
  readonly layers: readonly LayerSpec[];
}

const dense = (id: string, units: number, inputs?: string[]): LayerSpec => ({
  id,
  type: 'dense',
  options: { units, activation: 'relu' },
  ...(inputs ? { inputs } : {}),
});
const conv = (id: string, filters: number, activation = 'relu'): LayerSpec => ({
  id,
  type: 'conv2d',
  options: { filters, kernelSize: 3, activation },
});

export const presets: readonly Preset[] = [
  { id: 'linear', label: 'Linear model', for: 'table', layers: [] },
  { id: 'small-mlp', label: 'Small MLP, 32-16', for: 'table', layers: [dense('h1', 32), dense('h2', 16)] },
  {
    id: 'wide-mlp',
    label: 'Wide MLP, 256-128 with dropout',
    for: 'table',
    layers: [dense('h1', 256), { id: 'drop1', type: 'dropout', options: { rate: 0.2 } }, dense('h2', 128)],
  },
  {
    id: 'residual-mlp',
    label: 'Residual MLP, 2 blocks of 64',
    for: 'table',
    layers: [
      dense('stem', 64),
      dense('b1a', 64),
      dense('b1b', 64),
      { id: 'skip1', type: 'add', inputs: ['b1b', 'stem'] },
      dense('b2a', 64),
      dense('b2b', 64),
      { id: 'skip2', type: 'add', inputs: ['b2b', 'skip1'] },
    ],
  },
  {
    id: 'small-cnn',
    label: 'Small CNN, 8-16',
    for: 'image',
    layers: [
      conv('c1', 8),
      { id: 'p1', type: 'maxPool2d' },
      conv('c2', 16),
      { id: 'p2', type: 'maxPool2d' },
      { id: 'flat', type: 'flatten' },
      dense('h1', 32),
    ],
  },
  {
    id: 'norm-cnn',
    label: 'CNN with batch normalization',
    for: 'image',
    layers: [
      conv('c1', 16, 'linear'),
      { id: 'n1', type: 'batchNorm' },
      { id: 'a1', type: 'activation', options: { activation: 'relu' } },
      { id: 'p1', type: 'maxPool2d' },
      conv('c2', 32, 'linear'),
      { id: 'n2', type: 'batchNorm' },
      { id: 'a2', type: 'activation', options: { activation: 'relu' } },
      { id: 'pool', type: 'globalAvgPool' },
    ],
  },
];
