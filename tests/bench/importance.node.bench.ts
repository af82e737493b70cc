// Importances of ten parameters at 1,000 trials, each method by itself; at 10,000 their longest step, for the page works
// them out between frames.
import { Stream } from '$core/rng/stream';
import { importances, type ImportanceMethod } from '$core/run/importance/method';
import { importanceMethods } from '$core/run/importance/registry';
import type { TrialRecord } from '$core/run/types';
import { samplePoint } from '$core/space/points';
import { median, result, type Result } from './support/result';
import { ten } from './support/tenParameters';

const trialsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const params = samplePoint(ten, Stream.of(1, 'past', index));
    const noise = 0.3 * Stream.of(1, 'noise', index).normal();
    const value = 3 * Number(params.a) + Number(params.a) * Number(params.b) + Number(params.i === 'tanh') + noise;
    return { index, params, state: 'done', value } as unknown as TrialRecord;
  });
const trials = trialsOf(1000);

/** Milliseconds of all steps, and of the longest. */
function steps(method: ImportanceMethod, many: readonly TrialRecord[]): { all: number; longest: number } {
  const work = method.steps({ space: ten, trials: many, direction: 'minimize', seed: 1 });
  let all = 0;
  let longest = 0;
  for (let over = false; !over;) {
    const start = performance.now();
    over = work.next().done === true;
    const took = performance.now() - start;
    all += took;
    longest = Math.max(longest, took);
  }
  return { all, longest };
}

export function bench(): Promise<Result[]> {
  const many = trialsOf(10_000);
  const long = importanceMethods.map((method) => {
    steps(method, many);
    const { all, longest } = steps(method, many);
    return result(
      `${method.label} of 10 parameters at 10,000 trials, its longest step`,
      longest,
      'ms',
      undefined,
      `${all.toFixed(0)} ms in all`,
    );
  });
  const short = importanceMethods.map((method) => {
    const times: number[] = [];
    for (let round = -3; round < 9; round++) {
      const start = performance.now();
      importances(method, { space: ten, trials, direction: 'minimize', seed: 1 });
      if (round >= 0) times.push(performance.now() - start);
    }
    return result(`${method.label} of 10 parameters at 1,000 trials`, median(times), 'ms', '<= 200');
  });
  return Promise.resolve([...short, ...long]);
}
