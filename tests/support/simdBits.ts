// Trainings that touch every kernel of the simd executor, as one SHA-256 over all resulting bits. Every JavaScript
// engine and processor must arrive at the same digest; it changes only when a kernel's order of operations does.
import { initWeights } from '$core/model/init';
import { resolveModel } from '$core/model/resolve';
import type { InputSpec, LayerSpec } from '$core/model/spec';
import { Stream } from '$core/rng/stream';
import type { UpdateRule } from '$core/train/optimizers';
import type { BuildOptions } from '$engine/executor';
import { createSimdExecutor } from '$engine/simd/index';

export const expectedBits = '4566ea36971ab8eed13ff7b73edc0f6a176aa408b79a8b3f0a7cfc825d8c064f';

const layer = (id: string, type: string, options: LayerSpec['options'] = {}, inputs?: string[]): LayerSpec => ({
  id,
  type,
  options,
  ...(inputs ? { inputs } : {}),
});

interface Case {
  readonly input: readonly number[];
  readonly codes?: boolean;
  readonly layers: readonly LayerSpec[];
  readonly loss: BuildOptions['loss'];
  readonly rule: UpdateRule;
  readonly rows: number;
  readonly batch: number;
}

const cases: readonly Case[] = [
  {
    input: [13],
    layers: [
      ...['relu', 'leakyRelu', 'elu', 'gelu', 'swish', 'tanh', 'sigmoid', 'softmax'].map((activation) =>
        layer(activation, 'dense', { units: 9, activation }),
      ),
      layer('drop', 'dropout', { rate: 0.2 }),
      layer('norm', 'layerNorm'),
    ],
    loss: 'softmaxCrossEntropy',
    rule: 'adamw',
    rows: 37,
    batch: 8,
  },
  {
    input: [9, 7, 2],
    layers: [
      layer('c1', 'conv2d', { filters: 8 }),
      layer('w1', 'conv2d', { filters: 12, activation: 'linear' }),
      layer('c5', 'conv2d', { filters: 5, strides: 2, kernelSize: 5 }),
      layer('c3', 'conv2d', { filters: 5 }),
      layer('n1', 'batchNorm'),
      layer('p1', 'maxPool2d', { padding: 'same' }),
      layer('s1', 'separableConv2d', { filters: 6 }),
      layer('d1', 'depthwiseConv2d', { depthMultiplier: 2 }),
      layer('sum', 'concat', {}, ['s1', 'd1']),
      layer('p2', 'avgPool2d'),
      layer('g', 'globalMaxPool'),
    ],
    loss: 'sigmoidCrossEntropy',
    rule: 'nesterov',
    rows: 21,
    batch: 4,
  },
  {
    input: [24],
    codes: true,
    layers: [
      layer('r', 'reshape', { channels: 2 }),
      layer('c', 'conv1d', { filters: 6, strides: 2 }),
      layer('c2', 'conv1d', { filters: 6, activation: 'linear' }),
      layer('res', 'add', {}, ['c', 'c2']),
      layer('p', 'globalAvgPool'),
      layer('e', 'embedding', { dimension: 5 }, ['codes']),
      layer('f', 'flatten'),
      layer('both', 'concat', {}, ['p', 'f']),
    ],
    loss: 'huber',
    rule: 'rmsprop',
    rows: 30,
    batch: 7,
  },
];

const rules: Record<string, number> = {
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-7,
  weightDecay: 0.01,
  momentum: 0.9,
  rho: 0.9,
};

async function trainCase(one: Case, seed: number): Promise<Float32Array[]> {
  const inputs: InputSpec[] = [
    { id: 'features', shape: one.input, dtype: 'float32' },
    ...(one.codes ? [{ id: 'codes', shape: [3], dtype: 'int32' as const, vocabulary: 8 }] : []),
  ];
  const classes = one.loss === 'softmaxCrossEntropy' ? 4 : 1;
  const spec = resolveModel(one.layers, inputs, classes);
  const rng = Stream.of(seed, 'bits');
  const size = one.input.reduce((a, b) => a * b, 1);
  const executor = await createSimdExecutor();
  const data = await executor.load({
    rows: one.rows,
    features: Float32Array.from({ length: one.rows * size }, () => rng.normal()),
    codes: Int32Array.from({ length: one.codes ? one.rows * 3 : 0 }, () => rng.below(8)),
    target: Float32Array.from({ length: one.rows }, () => (classes > 1 ? rng.below(classes) : rng.below(2))),
  });
  const model = await executor.build(spec, {
    loss: one.loss,
    optimizer: { rule: one.rule, options: rules },
    batchSize: one.batch,
    l1: 1e-4,
    l2: 1e-3,
    clipNorm: 1,
    dropoutSeed: seed,
  });
  await model.setWeights(initWeights(spec, Stream.of(seed, 'init')));
  const losses: number[] = [];
  for (let epoch = 0; epoch < 3; epoch++) {
    const order = Stream.of(seed, 'order', epoch).permutation(one.rows);
    const learningRates = new Float32Array(Math.ceil(one.rows / one.batch)).fill(0.01);
    losses.push((await model.trainEpoch({ data, order, learningRates, epoch })).loss);
  }
  const { loss, outputs } = await model.evaluate(data);
  const weights = await model.getWeights();
  const state = await model.getOptimizerState();
  executor.dispose();
  return [Float32Array.from([...losses, loss]), outputs, ...weights.values(), ...state.values()];
}

/** Hex SHA-256 of the bits of all trainings. */
export async function simdBits(): Promise<string> {
  const parts: Float32Array[] = [];
  for (const [seed, one] of cases.entries()) parts.push(...(await trainCase(one, seed)));
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  if (all.some((value) => !Number.isFinite(value))) throw new Error('a training of the digest diverged');
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', all));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
