// Predictions on a split at the end of a training, for the confusion matrix or predicted against actual.
import type { Predictions } from '$core/run/types';
import type { ExecutorModel } from '../executor';
import type { LoadedData } from './data';
import { decode, decodeTarget } from './outputs';

export async function predictSplit(model: ExecutorModel, data: LoadedData, split: Predictions['split']) {
  const { prepared } = data;
  const { outputs } = await model.evaluate(await data.handle(split));
  return {
    split,
    rows: prepared.rowsOf[split].slice(),
    actual: decodeTarget(prepared[split].target, prepared),
    ...decode(outputs, prepared),
  } satisfies Predictions;
}

/** Of validation and test, those that have rows. */
export async function predictAll(model: ExecutorModel, data: LoadedData): Promise<Predictions[]> {
  const all: Predictions[] = [];
  for (const split of ['validation', 'test'] as const) {
    if (data.prepared[split].rows > 0) all.push(await predictSplit(model, data, split));
  }
  return all;
}
