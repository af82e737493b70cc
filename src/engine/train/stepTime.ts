// How long one training step of a model takes on an executor, within a budget.
import { initWeights } from '$core/model/init';
import type { Arrays } from '$core/pipeline/prepared';
import { Stream } from '$core/rng/stream';
import type { Executor } from '../executor';
import type { TrialPlan } from './plan';

/** For how long is measured at least, in milliseconds. */
const enough = 25;
/** Rows of the warm-up, in which kernels and shaders are compiled. */
const warmUp = 8;

/** What is measured: so many steps at once, of so many rows. */
export interface Sample {
  readonly steps: number;
  /** At most the batch size; the time of fewer is taken to grow with the rows, which holds where a core does the work. */
  readonly rows: number;
}

/** Time as it comes in from outside. */
export interface Clock {
  /** Milliseconds, monotonic. */
  now(): number;
  /** Resolves after so many milliseconds. */
  after(milliseconds: number): Promise<void>;
}

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
  let mean: number | null = null;
  const part = { ...plan, options: { ...plan.options, batchSize: sample.rows } };
  const work = measure(executor, part, firstRows(train, sample.steps * sample.rows), clock, (soFar) => {
    mean = (soFar * plan.options.batchSize) / sample.rows;
    return clock.now() < deadline;
  });
  await Promise.race([work, clock.after(budget)]);
  work.catch(() => undefined);
  return mean;
}

async function measure(
  executor: Executor,
  plan: TrialPlan,
  arrays: Arrays,
  { now }: Clock,
  tell: (mean: number) => boolean,
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
    await model.setWeights(initWeights(plan.spec, Stream.of(0, 'calibration')));
    await run(Math.min(warmUp, batchSize, arrays.rows));
    const start = now();
    let steps = 0;
    do steps += await run(arrays.rows);
    while (tell((now() - start) / steps) && now() - start < enough);
  } finally {
    model.dispose();
    data.dispose();
  }
}
