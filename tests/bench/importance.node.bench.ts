// Importances of ten parameters at 1,000 trials, each method by itself.
import { Stream } from '$core/rng/stream';
import { importances } from '$core/run/importance/method';
import { importanceMethods } from '$core/run/importance/registry';
import type { TrialRecord } from '$core/run/types';
import { samplePoint } from '$core/space/points';
import type { Space } from '$core/space/space';
import { median, result, type Result } from './support/result';

const space: Space = [
  { path: 'a', domain: { kind: 'float', low: 0, high: 1 } },
  { path: 'b', domain: { kind: 'float', low: -5, high: 10 } },
  { path: 'c', domain: { kind: 'float', low: 1e-5, high: 1, log: true } },
  { path: 'd', domain: { kind: 'float', low: 1e-8, high: 1e-2, log: true } },
  { path: 'e', domain: { kind: 'float', low: 0, high: 0.5, step: 0.1 } },
  { path: 'f', domain: { kind: 'int', low: 1, high: 9 } },
  { path: 'g', domain: { kind: 'int', low: 4, high: 512, log: true } },
  { path: 'h', domain: { kind: 'ordinal', values: [16, 32, 64, 128] } },
  { path: 'i', domain: { kind: 'choice', values: ['relu', 'tanh', 'gelu'] } },
  { path: 'j', domain: { kind: 'bool' } },
];
const trials = Array.from({ length: 1000 }, (_, index) => {
  const params = samplePoint(space, Stream.of(1, 'past', index));
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
        importances(method, { space, trials, direction: 'minimize', seed: 1 });
        if (round >= 0) times.push(performance.now() - start);
      }
      return result(`${method.label} of 10 parameters at 1,000 trials`, median(times), 'ms', '<= 200');
    }),
  );
}
