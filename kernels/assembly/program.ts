// Runs encoded Plans: whole epochs without a call from outside. A program is a row of instructions
// [table index, operand words, operands...]; a job says which rows to feed it. src/engine/simd/job.ts has the layout.
import { BAD_GRADIENT, EPOCH, GRADIENT_SCALE, LEARNING_RATE, LOSS_SUM, ROOT_SCALE, STEP, STEP_SIZE } from './control';
import { copyFloats } from './move';

const ORDER: usize = 0;
const COUNT: usize = 4;
const RATES: usize = 8;
const NEXT: usize = 12;
const STEPS: usize = 16;
const BATCH: usize = 20;
const EPOCH_NUMBER: usize = 24;
const CONTROL: usize = 28;
/** Where outputs go in a prediction pass, and their words a row. */
const OUT: usize = 32;
const OUT_WORDS: usize = 36;
const GATHERS: usize = 40;
/** What is particular to a batch size: for whole batches and for a shorter last one. */
const FULL: usize = 44;
const SHORT: usize = 72;
/** In those: addresses of the phases, of the list of gathers, and of the output. */
const LOSS: usize = 4;
const BACKWARD: usize = 8;
const END: usize = 16;
const GATHER_LIST: usize = 20;
const OUT_FROM: usize = 24;

const MORE: i32 = 0;
const FINISHED: i32 = 1;
const BAD_LOSS: i32 = 2;
const BAD_STEP: i32 = 3;

/** Runs the instructions from `at` to `end`. */
export function execute(at: usize, end: usize): void {
  while (at < end) {
    call_indirect<void>(load<u32>(at), at + 8);
    at += 8 + ((<usize>load<u32>(at, 4)) << 2);
  }
}

/** Copies the rows of a step to where its program reads them. Returns the program's words in the job. */
export function gather(job: usize, step: i32): usize {
  const batch = load<i32>(job + BATCH);
  const first = step * batch;
  const rows = min(batch, load<i32>(job + COUNT) - first);
  const program = job + (rows == batch ? FULL : SHORT);
  const order = load<usize>(job + ORDER) + ((<usize>first) << 2);
  let list = load<usize>(program + GATHER_LIST);
  for (let i = load<i32>(job + GATHERS); i > 0; i--) {
    const from = load<usize>(list);
    let to = load<usize>(list, 4);
    const words = load<i32>(list, 8);
    const bytes = (<usize>words) << 2;
    for (let row = 0; row < rows; row++) {
      copyFloats(from + <usize>load<u32>(order + ((<usize>row) << 2)) * bytes, to, words);
      to += bytes;
    }
    list += 12;
  }
  return program;
}

/** Trains up to `limit` steps. Returns how it ended: 0 more to do, 1 finished, 2 bad loss, 3 bad gradient. */
export function train(job: usize, limit: i32): i32 {
  const control = load<usize>(job + CONTROL);
  const steps = load<i32>(job + STEPS);
  store<u32>(control + EPOCH, load<u32>(job + EPOCH_NUMBER));
  for (; limit > 0; limit--) {
    const step = load<i32>(job + NEXT);
    if (step >= steps) return FINISHED;
    const program = gather(job, step);
    const rates = load<usize>(job + RATES) + ((<usize>step) << 4);
    store<f32>(control + LEARNING_RATE, load<f32>(rates));
    store<f32>(control + STEP_SIZE, load<f32>(rates, 4));
    store<f32>(control + ROOT_SCALE, load<f32>(rates, 8));
    store<f32>(control + GRADIENT_SCALE, 1);
    store<u32>(control + BAD_GRADIENT, 0);
    store<u32>(control + STEP, <u32>step);
    execute(load<usize>(program), load<usize>(program + BACKWARD));
    const sum = load<f64>(control + LOSS_SUM);
    if (sum - sum != 0) return BAD_LOSS;
    execute(load<usize>(program + BACKWARD), load<usize>(program + END));
    if (load<u32>(control + BAD_GRADIENT)) return BAD_STEP;
    store<i32>(job + NEXT, step + 1);
  }
  return load<i32>(job + NEXT) >= steps ? FINISHED : MORE;
}

/** Runs up to `limit` batches forward, with the loss when `withLoss`, and copies the outputs away. */
export function predict(job: usize, limit: i32, withLoss: bool): i32 {
  const steps = load<i32>(job + STEPS);
  const words = load<i32>(job + OUT_WORDS);
  for (; limit > 0; limit--) {
    const step = load<i32>(job + NEXT);
    if (step >= steps) return FINISHED;
    const program = gather(job, step);
    execute(load<usize>(program), load<usize>(program + (withLoss ? BACKWARD : LOSS)));
    const batch = load<i32>(job + BATCH);
    const first = step * batch;
    const rows = min(batch, load<i32>(job + COUNT) - first);
    const to = load<usize>(job + OUT) + ((<usize>(first * words)) << 2);
    copyFloats(load<usize>(program + OUT_FROM), to, rows * words);
    store<i32>(job + NEXT, step + 1);
  }
  return load<i32>(job + NEXT) >= steps ? FINISHED : MORE;
}
