// Trials a second: whole trainings of an MLP 20-32-32-4 for 320 steps of 64 rows on one core, through the trainer that the
// workers use, each with its own weights and learning rate; validation after each epoch and the record included.
import type { LayerSpec } from '$core/model/spec';
import type { Arrays, Prepared } from '$core/pipeline/prepared';
import { Stream } from '$core/rng/stream';
import { defaultTrainConfig } from '$core/train/config';
import { Trainer } from '$engine/train/trainer';
import { median, result, type Result } from './support/result';

const [features, classes] = [20, 4];
const name = 'MLP 20-32-32-4, 320 steps';
const rounds = 7;
const trials = 60;

function split(rows: number, seed: number): Arrays {
  const rng = Stream.of(seed, 'rows');
  const values = Float32Array.from({ length: rows * features }, () => rng.normal());
  const target = Float32Array.from({ length: rows }, (_, row) => {
    const score = values[row * features] - 0.5 * values[row * features + 1] + 0.3 * rng.normal();
    return Math.min(classes - 1, Math.max(0, Math.floor(score + classes / 2)));
  });
  return { rows, features: values, codes: new Int32Array(0), target };
}

const dense = (id: string): LayerSpec => ({ id, type: 'dense', options: { units: 32, activation: 'relu' } });

export async function bench(): Promise<Result[]> {
  const prepared: Prepared = {
    task: 'multiclass',
    classes: ['a', 'b', 'c', 'd'],
    targetScale: { mean: 0, std: 1 },
    inputs: [{ id: 'features', shape: [features], dtype: 'float32' }],
    featureNames: Array.from({ length: features }, (_, i) => `x${i}`),
    train: split(2048, 1),
    validation: split(256, 2),
    test: split(0, 3),
    rowsOf: { train: new Uint32Array(2048), validation: new Uint32Array(256), test: new Uint32Array(0) },
  };
  const trainer = new Trainer({ now: () => performance.now() });
  await trainer.load('data', prepared);
  const base = { ...defaultTrainConfig('table'), layers: [dense('h1'), dense('h2')], batchSize: 64, epochs: 10 };
  const run = async (trial: number) => {
    const optimizer = { ...base.optimizer, learningRate: 10 ** (-3 + (trial % 20) / 10) };
    const { record } = await trainer.run(
      {
        dataId: 'data',
        config: { ...base, optimizer },
        seed: 1,
        trial,
        executor: 'simd',
        objective: { metric: 'accuracy', direction: 'maximize' },
        checkpointEvery: 0,
      },
      () => undefined,
    );
    if (record.state !== 'done' || record.curve.length !== 10) throw new Error(`trial ${trial}: ${record.state}`);
  };
  for (let trial = 0; trial < 5; trial++) await run(trial);
  const byClock: number[] = [];
  const byProcessor: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const used = process.cpuUsage();
    for (let trial = 0; trial < trials; trial++) await run(trial);
    byClock.push((1000 * trials) / (performance.now() - start));
    const { user, system } = process.cpuUsage(used);
    byProcessor.push((1e6 * trials) / (user + system));
  }
  const spread = (rates: number[]) => `rounds: ${rates.map((rate) => rate.toFixed(0)).join(', ')}`;
  return [
    // What other programs leave of a core is not the trainer's doing; its helper threads are counted in.
    result(`${name}, by processor time`, median(byProcessor), 'trials/s', '>= 60', spread(byProcessor)),
    result(`${name}, by the clock`, median(byClock), 'trials/s', undefined, spread(byClock)),
  ];
}
