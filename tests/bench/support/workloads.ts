// The training workloads that engines are compared on: models, made-up data, and the same model for PyTorch.
import { initWeights } from '$core/model/init';
import { resolveModel } from '$core/model/resolve';
import type { LayerSpec, ModelSpec, Shape } from '$core/model/spec';
import type { Arrays } from '$core/pipeline/prepared';
import { Stream } from '$core/rng/stream';
import { loadDataset } from '$datasets/load';
import type { BuildOptions, EpochJob, Executor, ExecutorModel } from '$engine/executor';

export interface Workload {
  readonly name: string;
  readonly input: Shape;
  readonly classes: number;
  readonly rows: number;
  readonly batch: number;
  readonly layers: readonly LayerSpec[];
  /** The same layers in the words of peers/torch_train.py. */
  readonly torch: readonly (readonly (string | number)[])[];
}

const dense = (id: string, units: number): LayerSpec => ({ id, type: 'dense', options: { units } });
const relu = (units: number) => [['dense', units], ['relu']];

const block = (n: number, filters: number): LayerSpec[] => [
  { id: `c${n}`, type: 'conv2d', options: { filters, activation: 'linear' } },
  { id: `n${n}`, type: 'batchNorm' },
  { id: `a${n}`, type: 'activation' },
  { id: `p${n}`, type: 'maxPool2d' },
];

export const workloads = {
  mlp: {
    name: 'MLP 20-64-64-10, 2,000 rows',
    input: [20],
    classes: 10,
    rows: 2000,
    batch: 32,
    layers: [dense('h1', 64), dense('h2', 64)],
    torch: [...relu(64), ...relu(64), ['dense', 10]],
  },
  digits: {
    name: 'MLP 784-128-10, 10,000 digits',
    input: [784],
    classes: 10,
    rows: 10_000,
    batch: 32,
    layers: [dense('h1', 128)],
    torch: [...relu(128), ['dense', 10]],
  },
  cnn: {
    name: 'CNN 8-16, 1,000 digits',
    input: [28, 28, 1],
    classes: 10,
    rows: 1000,
    batch: 32,
    layers: [
      { id: 'c1', type: 'conv2d', options: { filters: 8 } },
      { id: 'p1', type: 'maxPool2d' },
      { id: 'c2', type: 'conv2d', options: { filters: 16 } },
      { id: 'p2', type: 'maxPool2d' },
    ],
    torch: [['conv', 8], ['relu'], ['pool'], ['conv', 16], ['relu'], ['pool'], ['flatten'], ['dense', 10]],
  },
  cnnNorm: {
    name: 'CNN with batch norm 16-32-64, 1,000 digits',
    input: [28, 28, 1],
    classes: 10,
    rows: 1000,
    batch: 32,
    layers: [...block(1, 16), ...block(2, 32), ...block(3, 64)],
    torch: [...[16, 32, 64].flatMap((f) => [['conv', f], ['norm'], ['relu'], ['pool']]), ['flatten'], ['dense', 10]],
  },
  small: {
    name: 'MLP 20-32-32-4, batch 64',
    input: [20],
    classes: 4,
    rows: 2048,
    batch: 64,
    layers: [dense('h1', 32), dense('h2', 32)],
    torch: [...relu(32), ...relu(32), ['dense', 4]],
  },
} as const satisfies Record<string, Workload>;

export const specOf = ({ layers, input, classes }: Workload): ModelSpec =>
  resolveModel(layers, [{ id: 'features', shape: input, dtype: 'float32' }], classes);

export const optionsOf = ({ batch }: Workload): BuildOptions => ({
  loss: 'softmaxCrossEntropy',
  optimizer: { rule: 'adam', options: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } },
  batchSize: batch,
  l1: 0,
  l2: 0,
  clipNorm: 0,
  dropoutSeed: 1,
});

const size = (shape: Shape) => shape.reduce((a, b) => a * b, 1);

/** Handwritten digits for models that take them, else random rows. */
export async function dataOf({ rows, input, classes }: Workload): Promise<Arrays> {
  if (size(input) === 784) return digits(rows);
  const rng = Stream.of(1, 'bench');
  return {
    rows,
    features: Float32Array.from({ length: rows * size(input) }, () => rng.normal()),
    codes: new Int32Array(0),
    target: Float32Array.from({ length: rows }, () => rng.below(classes)),
  };
}

async function readAsset(id: string): Promise<Uint8Array> {
  const url = new URL(`../../../.cache/datasets/${id}.bin`, import.meta.url);
  if (url.protocol === 'file:') return (await import('node:fs/promises')).readFile(url);
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

async function digits(rows: number): Promise<Arrays> {
  const { columns } = await loadDataset({ kind: 'bundled', id: 'digits' }, readAsset);
  const [image, label] = columns.map((column) => column.data);
  if (image.kind !== 'image' || label.kind !== 'dict') throw new Error('the digits have changed their shape');
  return {
    rows,
    features: Float32Array.from(image.pixels.subarray(0, rows * 784), (byte) => byte / 255),
    codes: new Int32Array(0),
    target: Float32Array.from({ length: rows }, (_, row) => Number(label.dictionary[label.codes[row]])),
  };
}

export interface Trainable {
  readonly model: ExecutorModel;
  readonly flopsPerEpoch: number;
  /** One epoch in a new order. */
  epoch(): Promise<unknown>;
}

/** A model on an executor, with weights and data, ready to be timed. */
export async function prepare(executor: Executor, workload: Workload): Promise<Trainable> {
  const spec = specOf(workload);
  const model = await executor.build(spec, optionsOf(workload));
  await model.setWeights(initWeights(spec, Stream.of(1, 'init')));
  const data = await executor.load(await dataOf(workload));
  const steps = Math.ceil(workload.rows / workload.batch);
  const learningRates = new Float32Array(steps).fill(1e-3);
  const orders = [0, 1, 2].map((e) => Stream.of(1, 'order', e).permutation(workload.rows));
  let epoch = 0;
  const next = (): EpochJob => ({ data, order: orders[epoch % 3], learningRates, epoch: epoch++ });
  return { model, flopsPerEpoch: 3 * model.cost.flopsPerRow * workload.rows, epoch: () => model.trainEpoch(next()) };
}
