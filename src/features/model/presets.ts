// Ready-made networks to start from. Each replaces the layer list and nothing else.
import type { LayerSpec } from '$core/model/spec';
import { defaultTrainConfig, type DataKind } from '$core/train/config';

export interface Preset {
  readonly id: string;
  readonly label: string;
  readonly for: DataKind;
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

/** Networks for texts: what the sequence comes to, joined by the numbers where there are some, then dense layers. */
const ofTexts = (id: string, label: string, layers: readonly LayerSpec[], dropout = 0): Preset[] =>
  (['text', 'textTable'] as const).map((kind) => ({
    id: kind === 'text' ? id : `${id}-table`,
    label: kind === 'text' ? label : `${label}, joined by the numbers`,
    for: kind,
    layers: [
      embed,
      ...layers,
      ...(kind === 'text' ? [] : [{ id: 'both', type: 'concat', inputs: [layers.at(-1)!.id, 'features'] }]),
      ...(dropout > 0 ? [{ id: 'drop1', type: 'dropout', options: { rate: dropout } }] : []),
      dense('h1', 16),
    ],
  }));
const embed: LayerSpec = {
  id: 'embed',
  type: 'embedding',
  inputs: ['codes'],
  options: { dimension: 16, maskZero: true },
};
const conv1d = (id: string, kernelSize: number, inputs?: string[]): LayerSpec => ({
  id,
  type: 'conv1d',
  options: { filters: 16, kernelSize },
  ...(inputs ? { inputs } : {}),
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
  ...(['text', 'textTable'] as const).map((kind) => ({
    id: `small-${kind}`,
    label: 'Small text CNN, 32 filters of 3 words',
    for: kind,
    layers: defaultTrainConfig(kind).layers,
  })),
  ...ofTexts('averaged', 'Averaged word vectors', [{ id: 'pool', type: 'globalAvgPool' }]),
  ...ofTexts(
    'kim',
    'Text CNN, filters of 3, 4 and 5 words',
    [3, 4, 5]
      .flatMap((size): LayerSpec[] => [
        conv1d(`c${size}`, size, ['embed']),
        { id: `p${size}`, type: 'globalMaxPool', inputs: [`c${size}`] },
      ])
      .concat([{ id: 'pooled', type: 'concat', inputs: ['p3', 'p4', 'p5'] }]),
    0.3,
  ),
  ...ofTexts('deep-text', 'Deeper text CNN with pooling', [
    conv1d('c1', 5),
    { id: 'p1', type: 'maxPool1d' },
    conv1d('c2', 3),
    { id: 'pool', type: 'globalMaxPool' },
  ]),
];
