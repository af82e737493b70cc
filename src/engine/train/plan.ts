// What a trial's configuration means for an executor: the model, the loss, the batches, the learning rates. Pure.
import { TablabError } from '$core/errors/error';
import { defaultsOf } from '$core/fields/field';
import { outputUnits, resolveModel } from '$core/model/resolve';
import type { ModelSpec } from '$core/model/spec';
import type { Prepared } from '$core/pipeline/prepared';
import { Stream } from '$core/rng/stream';
import type { TrialJob } from '$core/run/trial';
import type { Task } from '$core/table/types';
import { balancedWeights } from '$core/train/classWeights';
import type { TrainConfig } from '$core/train/config';
import { effectiveBatch, optimizerDef } from '$core/train/optimizers';
import { scheduleDef } from '$core/train/schedules';
import type { BuildOptions, LossName } from '../executor';
import { augmentationFor, EpochRows } from './augment';

/** Names of a trial's random streams below the lab's seed. */
export const streams = {
  init: (seed: number, trial: number, fold: Fold = []) => Stream.of(seed, 'init', trial, ...folded(fold)),
  batches: (seed: number, trial: number, epoch: number, fold: Fold = []) =>
    Stream.of(seed, 'batches', trial, ...folded(fold), epoch),
  /** What is done to the training rows of an epoch; below it a stream for each row. */
  augment: (seed: number, trial: number, epoch: number, fold: Fold = []) =>
    Stream.of(seed, 'augment', trial, ...folded(fold), epoch),
  /** Seed of all dropout masks of the trial. */
  dropoutSeed: (seed: number, trial: number, fold: Fold = []) =>
    Stream.of(seed, 'dropout', trial, ...folded(fold)).uint32(),
};

/** The fold of a trial, and the fold within it. */
type Fold = readonly number[];
const folded = (fold: Fold) => fold.flatMap((index) => ['fold', index]);

/** Cross-entropy for classes, the chosen loss for values. Throws `field-invalid` for a choice that does not fit. */
export function lossFor(task: Task, choice: TrainConfig['loss']): LossName {
  if (task === 'regression') return choice === 'auto' ? 'mse' : choice;
  if (choice !== 'auto') {
    throw new TablabError('field-invalid', {
      field: 'loss',
      value: choice,
      expected: '"auto" when the target is a class',
    });
  }
  return task === 'binary' ? 'sigmoidCrossEntropy' : 'softmaxCrossEntropy';
}

/** Weights of the classes, nothing where every row counts alike. Throws `field-invalid` where there are no classes. */
export function classWeightsFor(prepared: Prepared, choice: TrainConfig['classWeights']): number[] | undefined {
  if (choice !== 'balanced') return undefined;
  if (prepared.task === 'regression') {
    const expected = '"none" when the target is a number';
    throw new TablabError('field-invalid', { field: 'classWeights', value: choice, expected });
  }
  return balancedWeights(prepared.train.target, prepared.classes.length);
}

export interface TrialPlan {
  readonly spec: ModelSpec;
  readonly options: BuildOptions;
  readonly steps: number;
  /** Row numbers of an epoch in the order of use. */
  order(epoch: number): Uint32Array;
  /** Makes the rows of each epoch; null: they stay as they are. */
  readonly augment: {
    readonly rows: EpochRows;
    stream(epoch: number): Stream;
  } | null;
  /** Learning rate of each step of an epoch. */
  learningRates(epoch: number): Float32Array;
}

export function planTrial(
  config: TrainConfig,
  prepared: Prepared,
  seed: number,
  trial: number,
  fold?: TrialJob['fold'],
): TrialPlan {
  const { rows } = prepared.train;
  if (rows === 0) throw new TablabError('no-training-rows');
  const optimizer = optimizerDef(config.optimizer.type);
  const batchSize = effectiveBatch(config.optimizer.type, config.batchSize, rows);
  const steps = Math.ceil(rows / batchSize);
  const numbers = { ...defaultsOf(optimizer.fields), ...config.optimizer.options } as Record<string, number>;
  const schedule = scheduleDef(config.schedule.type);
  const classWeights = classWeightsFor(prepared, config.classWeights);
  const changes = augmentationFor(config, prepared);
  const hard = lossFor(prepared.task, config.loss);
  const soft = hard === 'softmaxCrossEntropy' && changes !== null && changes.mixup > 0;
  const rowsOfEpoch = changes && new EpochRows(prepared.train, changes, prepared, soft);
  const scheduleOptions = { ...defaultsOf(schedule.fields), ...config.schedule.options };
  return {
    spec: resolveModel(config.layers, prepared.inputs, outputUnits(prepared.task, prepared.classes.length)),
    options: {
      loss: soft ? 'softCrossEntropy' : hard,
      optimizer: { rule: optimizer.rule, options: numbers },
      batchSize,
      l1: config.l1,
      l2: config.l2,
      clipNorm: config.clipNorm,
      dropoutSeed: streams.dropoutSeed(seed, trial, fold),
      ...(classWeights && { classWeights }),
    },
    steps,
    augment: rowsOfEpoch && {
      rows: rowsOfEpoch,
      stream: (epoch) => streams.augment(seed, trial, epoch, fold),
    },
    order: (epoch) => streams.batches(seed, trial, epoch, fold).permutation(rows),
    learningRates: (epoch) =>
      Float32Array.from(
        { length: steps },
        (_, step) =>
          config.optimizer.learningRate * schedule.factor(scheduleOptions, epoch + step / steps, config.epochs),
      ),
  };
}
