// Metrics of a split from the model's raw outputs: computed here, the same way for every executor.
import type { Outcome } from '$core/metrics/metric';
import { computeMetrics } from '$core/metrics/registry';
import type { Prepared } from '$core/pipeline/prepared';
import type { Metrics } from '$core/run/types';
import type { TrainConfig } from '$core/train/config';
import type { ExecutorModel } from '../executor';
import type { LoadedData, Split } from './data';

export function outcomeOf(prepared: Prepared, split: Split, outputs: Float32Array, loss: TrainConfig['loss']): Outcome {
  const { task, classes, targetScale } = prepared;
  return { task, outputs, target: prepared[split].target, classes: classes.length, targetScale, loss };
}

/** The metrics of a split (those of every epoch, and `extra` ones by name), none when it has no rows. The loss is NaN, not missing, when the outputs overflowed. */
export async function measure(
  model: ExecutorModel,
  data: LoadedData,
  split: Split,
  loss: TrainConfig['loss'],
  extra: readonly string[] = [],
): Promise<Metrics> {
  if (data.prepared[split].rows === 0) return {};
  const { outputs } = await model.evaluate(await data.handle(split));
  return { loss: NaN, ...computeMetrics(outcomeOf(data.prepared, split, outputs, loss), extra) };
}
