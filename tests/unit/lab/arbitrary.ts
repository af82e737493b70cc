// Random valid labs, of every kind of data, layer, step and parameter that the format has.
import fc from 'fast-check';
import type { DataRef, Lab, Step } from '$core/lab/document';
import type { LayerSpec } from '$core/model/spec';
import type { Space } from '$core/space/space';
import { defaultTrainConfig, type TrainConfig } from '$core/train/config';
import { columnTypes, type ColumnType } from '$core/table/types';
import { optimizerDefs } from '$core/train/optimizers';
import { scheduleDefs } from '$core/train/schedules';

/** Keys that reach into JavaScript's own objects are dropped by the schema, whatever they stand for. */
const harmless = (key: string) => !(key in {}) && key !== 'prototype';
const name = fc.string({ minLength: 1, maxLength: 20 });
const seed = fc.maxSafeNat();
const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });

const data: fc.Arbitrary<DataRef> = fc.oneof(
  fc.record({ kind: fc.constant('bundled' as const), id: name }),
  fc.record({
    kind: fc.constant('generated' as const),
    id: name,
    options: fc.dictionary(
      fc.string({ unit: 'grapheme-ascii', maxLength: 9 }).filter(harmless),
      fc.oneof(
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
        fc.string(),
        fc.boolean(),
      ),
    ),
    seed,
  }),
  fc.record({ kind: fc.constant('imported' as const), name, sha256: hex }),
);

const layer = (id: string): fc.Arbitrary<LayerSpec> =>
  fc.oneof(
    fc.record({
      id: fc.constant(id),
      type: fc.constant('dense'),
      options: fc.record({ units: fc.integer({ min: 1, max: 512 }), activation: fc.constantFrom('relu', 'tanh') }),
    }),
    fc.record({ id: fc.constant(id), type: fc.constant('dropout'), enabled: fc.boolean() }),
    fc.record({ id: fc.constant(id), type: fc.constantFrom('batchNorm', 'layerNorm', 'flatten') }),
  );

const config: fc.Arbitrary<TrainConfig> = fc
  .record({
    layers: fc.nat(4).chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => layer(`h${i}`)))),
    optimizer: fc.constantFrom(...optimizerDefs.map((def) => def.type)),
    learningRate: fc.double({ min: 1e-6, max: 1, noNaN: true }),
    schedule: fc.constantFrom(...scheduleDefs.map((def) => def.type)),
    batchSize: fc.integer({ min: 1, max: 4096 }),
    epochs: fc.integer({ min: 1, max: 1000 }),
    classWeights: fc.constantFrom(undefined, 'none' as const, 'balanced' as const),
  })
  .map(({ layers, optimizer, learningRate, schedule, batchSize, epochs, classWeights }) => ({
    ...defaultTrainConfig('table'),
    layers,
    optimizer: { type: optimizer, learningRate, options: {} },
    schedule: { type: schedule, options: {} },
    batchSize,
    epochs,
    ...(classWeights && { classWeights }),
  }));

const space: fc.Arbitrary<Space> = fc
  .tuple(
    fc.double({ min: 1e-5, max: 1e-3, noNaN: true }),
    fc.double({ min: 0.01, max: 1, noNaN: true }),
    fc.boolean(),
    fc.uniqueArray(fc.integer({ min: 1, max: 512 }), { minLength: 1, maxLength: 8 }),
  )
  .map(([low, high, log, batches]) => [
    { path: 'optimizer.learningRate', domain: { kind: 'float', low, high, log } },
    { path: 'batchSize', domain: { kind: 'choice', values: batches } },
    { path: 'earlyStopping.restoreBest', domain: { kind: 'bool' } },
    {
      path: 'epochs',
      domain: { kind: 'int', low: 1, high: 50 },
      when: { path: 'earlyStopping.restoreBest', in: [true] },
    },
  ]);

const step = (id: string): fc.Arbitrary<Step> =>
  fc.oneof(
    config.map((c): Step => ({ id, type: 'train', config: c })),
    fc
      .record({ base: config, space, trials: fc.integer({ min: 1, max: 1000 }), width: fc.integer({ min: 1, max: 8 }) })
      .map((c): Step => ({
        id,
        type: 'tune',
        config: {
          ...c,
          space: [...c.space],
          sampler: { type: 'random', options: {} },
          objective: { metric: 'loss', direction: 'minimize' },
        },
      })),
  );

export const labs: fc.Arbitrary<Lab> = fc
  .record({
    title: fc.string({ unit: 'grapheme', maxLength: 30 }),
    note: fc.option(fc.string({ unit: 'grapheme', maxLength: 200 }), { nil: undefined }),
    seed,
    data,
    target: name,
    task: fc.constantFrom('binary' as const, 'multiclass' as const, 'regression' as const),
    exclude: fc.array(name, { maxLength: 4 }),
    types: fc.option(fc.dictionary(name.filter(harmless), fc.constantFrom<ColumnType>(...columnTypes)), {
      nil: undefined,
    }),
    steps: fc.nat(3).chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => step(`s${i}`)))),
  })
  .map(({ note, types, target, task, exclude, ...lab }) => ({
    format: 'tablab',
    version: 1,
    features: { scale: 'standard', impute: 'mean', categorical: 'onehot', maxCategories: 50 },
    split: { validation: 0.2, test: 0.2 },
    executor: 'auto',
    roles: { target, task, exclude },
    ...(note === undefined ? {} : { note }),
    ...(types === undefined ? {} : { types }),
    ...lab,
  }));
