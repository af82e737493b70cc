// Small seeded problems and configurations for tests of training.
import type { LayerSpec } from '$core/model/spec';
import type { Arrays, Prepared } from '$core/pipeline/prepared';
import { Stream } from '$core/rng/stream';
import type { TrialJob } from '$core/run/trial';
import type { Task } from '$core/table/types';
import { defaultTrainConfig, type TrainConfig } from '$core/train/config';

interface Problem {
  readonly task?: Task;
  readonly train?: number;
  readonly validation?: number;
  readonly test?: number;
  readonly features?: number;
  readonly classes?: number;
  readonly seed?: number;
}

/** Rows of normal numbers; the target follows from the first two, with noise. */
export function problem({
  task = 'multiclass',
  train = 100,
  validation = 30,
  test = 20,
  features = 4,
  classes = 3,
  seed = 1,
}: Problem = {}): Prepared {
  const rng = Stream.of(seed, 'problem');
  const split = (rows: number): Arrays => {
    const values = Float32Array.from({ length: rows * features }, () => rng.normal());
    const target = Float32Array.from({ length: rows }, (_, row) => {
      const [a, b] = values.subarray(row * features, row * features + 2);
      const score = a - 0.5 * b + 0.1 * rng.normal();
      if (task === 'regression') return score;
      return task === 'binary'
        ? Number(score > 0)
        : Math.min(classes - 1, Math.max(0, Math.floor(score + classes / 2)));
    });
    return { rows, features: values, codes: new Int32Array(0), target };
  };
  const numbers = (count: number, from: number) => Uint32Array.from({ length: count }, (_, i) => from + i);
  return {
    task,
    classes: task === 'regression' ? [] : Array.from({ length: task === 'binary' ? 2 : classes }, (_, i) => `c${i}`),
    targetScale: task === 'regression' ? { mean: 3, std: 2 } : { mean: 0, std: 1 },
    inputs: [{ id: 'features', shape: [features], dtype: 'float32' }],
    featureNames: Array.from({ length: features }, (_, i) => `f${i}`),
    train: split(train),
    validation: split(validation),
    test: split(test),
    rowsOf: {
      train: numbers(train, 0),
      validation: numbers(validation, train),
      test: numbers(test, train + validation),
    },
  };
}

export const smallMlp: LayerSpec[] = [
  { id: 'h1', type: 'dense', options: { units: 12, activation: 'relu' } },
  { id: 'drop', type: 'dropout', options: { rate: 0.2 } },
  { id: 'h2', type: 'dense', options: { units: 7, activation: 'tanh' } },
];

export const config = (changes: Partial<TrainConfig> = {}): TrainConfig => ({
  ...defaultTrainConfig('table'),
  layers: smallMlp,
  epochs: 6,
  batchSize: 16,
  schedule: { type: 'cosine', options: {} },
  ...changes,
});

export const job = (changes: Partial<TrialJob> = {}): TrialJob => ({
  dataId: 'data',
  config: config(),
  seed: 42,
  trial: 0,
  executor: 'cpu',
  objective: { metric: 'loss', direction: 'minimize' },
  checkpointEvery: 0,
  ...changes,
});
