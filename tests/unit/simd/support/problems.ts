// Small data sets and build options for executor tests.
import { initWeights } from '$core/model/init';
import { resolveModel } from '$core/model/resolve';
import type { InputSpec, LayerSpec, ModelSpec } from '$core/model/spec';
import type { Arrays } from '$core/pipeline/prepared';
import { Stream } from '$core/rng/stream';
import type { BuildOptions, DataHandle, EpochJob } from '$engine/executor';

export const adam = { rule: 'adam', options: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } } as const;

export const buildOptions = (more: Partial<BuildOptions> = {}): BuildOptions => ({
  loss: 'softmaxCrossEntropy',
  optimizer: adam,
  batchSize: 8,
  l1: 0,
  l2: 0,
  clipNorm: 0,
  dropoutSeed: 3,
  ...more,
});

/** Normal features; the class is the largest of the first `classes` features. */
export function blobs(rows: number, size: number, classes: number, seed = 1): Arrays {
  const rng = Stream.of(seed, 'blobs');
  const features = Float32Array.from({ length: rows * size }, () => rng.normal());
  const target = Float32Array.from({ length: rows }, (_, row) => {
    const values = features.subarray(row * size, row * size + Math.min(classes, size));
    return values.indexOf(Math.max(...values));
  });
  return { rows, features, codes: new Int32Array(0), target };
}

export const flat = (size: number): InputSpec => ({ id: 'features', shape: [size], dtype: 'float32' });

export const mlp = (size: number, hidden: number[], classes: number, activation = 'relu'): ModelSpec =>
  resolveModel(
    hidden.map((units, i): LayerSpec => ({ id: `h${i + 1}`, type: 'dense', options: { units, activation } })),
    [flat(size)],
    classes,
  );

export const firstWeights = (spec: ModelSpec, seed = 1) => initWeights(spec, Stream.of(seed, 'init'));

export function job(data: DataHandle, batchSize: number, epoch: number, learningRate = 0.01, seed = 1): EpochJob {
  const order = Stream.of(seed, 'batches', epoch).permutation(data.rows);
  return {
    data,
    order,
    learningRates: new Float32Array(Math.ceil(order.length / batchSize)).fill(learningRate),
    epoch,
  };
}

/** Bits of all arrays, to compare exactly. */
export const bitsOf = (arrays: ReadonlyMap<string, Float32Array>) =>
  Object.fromEntries([...arrays].map(([name, values]) => [name, [...new Uint32Array(values.slice().buffer)]]));
