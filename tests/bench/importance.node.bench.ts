// Importances of ten parameters at 1,000 trials, each method by itself.
import { Stream } from '$core/rng/stream';
import { importances } from '$core/run/importance/method';
import { importanceMethods } from '$core/run/importance/registry';
import type { TrialRecord } from '$core/run/types';
import { samplePoint } from '$core/space/points';
import { median, result, type Result } from './support/result';
import { ten } from './support/tenParameters';

const trials = Array.from({ length: 1000 }, (_, index) => {
  const params = samplePoint(ten, Stream.of(1, 'past', index));
  const noise = 0.3 * Stream.of(1, 'noise', index).normal();
  const value = 3 * Number(params.a) + Number(params.a) * Number(params.b) + Number(params.i === 'tanh') + noise;
  return { index, params, state: 'done', value } as unknown as TrialRecord;
});

export function bench(): Promise<Result[]> {
  return Promise.resolve(
    importanceMethods.map((method) => {
      const times: number[] = [];
      for (let round = -3; round < 9; round++) {
        const start = performance.now();
        importances(method, { space: ten, trials, direction: 'minimize', seed: 1 });
        if (round >= 0) times.push(performance.now() - start);
      }
      return result(`${method.label} of 10 parameters at 1,000 trials`, median(times), 'ms', '<= 200');
    }),
  );
}
