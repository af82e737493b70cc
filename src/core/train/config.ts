// How one model is trained: everything that a person can set, and so everything that a search may vary.
// Paths such as `optimizer.learningRate` or `layers.h1.units` name a place in it (see space/paths.ts).
import * as v from 'valibot';
import type { LayerSpec } from '../model/spec';
import { augmentSchema } from './augment/options';
import { optimizerDefs, type OptimizerType } from './optimizers';
import { scheduleDefs, type ScheduleType } from './schedules';

const scalar = v.union([v.pipe(v.number(), v.finite()), v.pipe(v.string(), v.maxLength(200)), v.boolean()]);
const options = v.record(v.pipe(v.string(), v.maxLength(60)), scalar);
const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,40}$/));

export const layerSchema = v.strictObject({
  id,
  type: v.pipe(v.string(), v.maxLength(40)),
  options: v.optional(options),
  inputs: v.optional(v.pipe(v.array(id), v.minLength(1), v.maxLength(16))),
  enabled: v.optional(v.boolean()),
});

export const trainConfigSchema = v.strictObject({
  layers: v.pipe(v.array(layerSchema), v.maxLength(200)),
  optimizer: v.strictObject({
    type: v.picklist(optimizerDefs.map((def) => def.type)),
    learningRate: v.pipe(v.number(), v.minValue(1e-8), v.maxValue(100)),
    options: v.optional(options, {}),
  }),
  schedule: v.strictObject({ type: v.picklist(scheduleDefs.map((def) => def.type)), options: v.optional(options, {}) }),
  batchSize: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_536)),
  epochs: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
  /** Penalties on kernels and embeddings, added to the loss: l1 * sum|w| + l2 * sum w^2. */
  l1: v.pipe(v.number(), v.minValue(0), v.maxValue(10)),
  l2: v.pipe(v.number(), v.minValue(0), v.maxValue(10)),
  /** Largest global gradient norm; 0 turns clipping off. */
  clipNorm: v.pipe(v.number(), v.minValue(0), v.maxValue(1e6)),
  /** `auto`: cross-entropy for classes, mean squared error for values. */
  loss: v.picklist(['auto', 'mse', 'huber']),
  /** `balanced`: rows of rare classes count more in training (see classWeights.ts). Left out: `none`. */
  classWeights: v.optional(v.picklist(['none', 'balanced'])),
  /** What chance does to the training rows at every epoch; left out: nothing. */
  augment: v.optional(augmentSchema),
  /** Stop when the monitored validation loss has not improved by minDelta for `patience` epochs; 0 turns it off. */
  earlyStopping: v.strictObject({
    patience: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000)),
    minDelta: v.pipe(v.number(), v.minValue(0), v.maxValue(1e6)),
    /** Report and keep the weights of the best epoch instead of the last. */
    restoreBest: v.boolean(),
  }),
});

export type TrainConfig = Omit<v.InferOutput<typeof trainConfigSchema>, 'layers' | 'optimizer' | 'schedule'> & {
  layers: LayerSpec[];
  optimizer: { type: OptimizerType; learningRate: number; options: Record<string, number | string | boolean> };
  schedule: { type: ScheduleType; options: Record<string, number | string | boolean> };
};

/** What models get: numbers, an image, texts as token codes, or such texts with numbers beside them. */
export type DataKind = 'table' | 'image' | 'text' | 'textTable';

/** A sensible first model: a small MLP for tables, a small CNN for images, Kim's CNN (1408.5882) for texts. */
export function defaultTrainConfig(kind: DataKind): TrainConfig {
  const text = kind === 'text' || kind === 'textTable';
  return {
    layers: firstLayers(kind),
    optimizer: { type: 'adam', learningRate: kind === 'table' ? 0.01 : 0.003, options: {} },
    schedule: { type: 'constant', options: {} },
    batchSize: 32,
    epochs: kind === 'table' ? 50 : text ? 15 : 5,
    l1: 0,
    l2: 0,
    clipNorm: 0,
    loss: 'auto',
    earlyStopping: { patience: 0, minDelta: 0, restoreBest: true },
  };
}

function firstLayers(kind: DataKind): LayerSpec[] {
  switch (kind) {
    case 'table':
      return [
        { id: 'h1', type: 'dense', options: { units: 32, activation: 'relu' } },
        { id: 'h2', type: 'dense', options: { units: 16, activation: 'relu' } },
      ];
    case 'image':
      return [
        { id: 'c1', type: 'conv2d', options: { filters: 8, kernelSize: 3 } },
        { id: 'p1', type: 'maxPool2d' },
        { id: 'c2', type: 'conv2d', options: { filters: 16, kernelSize: 3 } },
        { id: 'p2', type: 'maxPool2d' },
        { id: 'flat', type: 'flatten' },
        { id: 'h1', type: 'dense', options: { units: 32, activation: 'relu' } },
      ];
    case 'text':
    case 'textTable':
      return [
        { id: 'embed', type: 'embedding', inputs: ['codes'], options: { dimension: 16, maskZero: true } },
        { id: 'c1', type: 'conv1d', options: { filters: 32, kernelSize: 3 } },
        { id: 'pool', type: 'globalMaxPool' },
        ...(kind === 'text' ? [] : [{ id: 'both', type: 'concat', inputs: ['pool', 'features'] }]),
        { id: 'h1', type: 'dense', options: { units: 16, activation: 'relu' } },
      ];
  }
}
