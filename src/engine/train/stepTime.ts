// How long one training step of a model takes on an executor, within a budget.
import { limitOf } from '$core/model/init';
import { sizeOf, weightsOf, type ModelSpec } from '$core/model/spec';
import type { Arrays } from '$core/pipeline/prepared';
import type { Executor } from '../executor';
import type { TrialPlan } from './plan';

/** For how long is measured at least, in milliseconds. */
const enough = 25;
/** Rows of the warm-up, in which kernels and shaders are compiled. */
const warmUp = 8;

/** What is measured: so many steps at once, of so many rows, at most the batch size. */
export interface Sample {
  readonly steps: number;
  readonly rows: number;
}

/** Time as it comes in from outside. */
export interface Clock {
  /** Milliseconds, monotonic. */
  now(): number;
  /** Resolves after so many milliseconds. */
  after(milliseconds: number): Promise<void>;
}

/**
 * Weights in the ranges of first ones, spread evenly instead of drawn: the draws of a large model alone would take the
 * whole budget.
 */
const someWeights = (spec: ModelSpec) =>
  new Map(
    weightsOf(spec).map((weight) => {
      const values = new Float32Array(sizeOf(weight.shape));
      const limit = limitOf(weight);
      if (!weight.trainable) return [weight.name, values.fill(1)];
      for (let i = 0; i < values.length; i++) values[i] = limit * (((i * 0.618034) % 2) - 1);
      return [weight.name, values];
    }),
  );

/** The first rows of a split, sharing its memory. */
export function firstRows({ rows, features, codes, target }: Arrays, count: number): Arrays {
  const some = Math.min(rows, count);
  const part = <T extends Float32Array | Int32Array>(values: T) =>
    values.subarray(0, (values.length / rows) * some) as T;
  return { rows: some, features: part(features), codes: part(codes), target: part(target) };
}

/**
 * Milliseconds a step, the mean over some time after a warm-up of a few rows; null when the budget (milliseconds) ran
 * out before one was made. A step that is under way on a device cannot be called back: it ends unobserved.
 */
export async function timeStep(
  executor: Executor,
  plan: TrialPlan,
  train: Arrays,
  budget: number,
  clock: Clock,
  sample: Sample = { steps: 3, rows: plan.options.batchSize },
): Promise<number | null> {
  const deadline = clock.now() + budget;
  const { batchSize } = plan.options;
  const { rows, steps } = sample;
  const fewer = rows < batchSize ? Math.ceil(rows / 4) : rows;
  const times = new Map<number, number>();
  const part = { ...plan, options: { ...plan.options, batchSize: rows } };
  const work = measure(executor, part, firstRows(train, steps * rows), fewer, clock, (count, mean) => {
    times.set(count, mean);
    return clock.now() < deadline;
  });
  await Promise.race([work, clock.after(budget)]);
  work.catch(() => undefined);
  return wholeStep(times, rows, fewer, batchSize);
}

/** A part of a step takes so much whatever its rows, such as the update, and so much a row. */
function wholeStep(times: ReadonlyMap<number, number>, rows: number, fewer: number, batchSize: number): number | null {
  const time = times.get(rows);
  if (time === undefined) return null;
  const less = times.get(fewer);
  const each = fewer < rows && less !== undefined ? (time - less) / (rows - fewer) : time / rows;
  return time + Math.max(0, each) * (batchSize - rows);
}

async function measure(
  executor: Executor,
  plan: TrialPlan,
  arrays: Arrays,
  fewer: number,
  { now }: Clock,
  tell: (rows: number, mean: number) => boolean,
): Promise<void> {
  const { batchSize } = plan.options;
  const data = await executor.load(arrays);
  const model = await executor.build(plan.spec, plan.options);
  const run = async (rows: number) => {
    const steps = Math.ceil(rows / batchSize);
    const order = Uint32Array.from({ length: rows }, (_, row) => row);
    // A learning rate of 0 leaves the weights as they are, so that measuring can never diverge.
    await model.trainEpoch({ data, order, learningRates: new Float32Array(steps), epoch: 0 });
    return steps;
  };
  try {
    await model.setWeights(someWeights(plan.spec));
    await run(Math.min(warmUp, batchSize, arrays.rows));
    for (const count of fewer < batchSize ? [batchSize, fewer] : [batchSize]) {
      const start = now();
      let steps = 0;
      do steps += await run(count === batchSize ? arrays.rows : count);
      while (tell(count, (now() - start) / steps) && now() - start < enough);
    }
  } finally {
    model.dispose();
    data.dispose();
  }
}
