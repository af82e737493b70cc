// Promotion between rungs: what algorithm 2 of ASHA says, decided in order of jobs.
import { expect, test } from 'vitest';
import { Ladder, rungsOf } from '$core/run/ladder';
import { Study, type StudyPlan } from '$core/run/study';
import type { RunEvent, TrialRecord } from '$core/run/types';

const record = (index: number, value: number | null, state: TrialRecord['state'], epochs = 1): TrialRecord => ({
  index,
  params: { x: index / 100 },
  state,
  value,
  metrics: {},
  curve: Array.from({ length: epochs }, (_, epoch) => ({ epoch, loss: 0, validation: {} })),
  bestEpoch: null,
  executor: 'simd',
  backend: 'simd',
  attempts: 1,
  seconds: 1,
  startedAt: 0,
});

test('rungs are counted by multiplication and end with the whole training', () => {
  expect(rungsOf(1, 3, 243)).toEqual([1, 3, 9, 27, 81, 243]);
  expect(rungsOf(2, 4, 51)).toEqual([2, 8, 32, 51]);
  expect(rungsOf(5, 3, 4)).toEqual([4]);
});

/** Jobs of one worker at width 1: values by trial, smaller is better. */
function order(values: readonly (number | null)[], direction: 'minimize' | 'maximize' = 'minimize'): string[] {
  const ladder = new Ladder({ rungs: [1, 2, 4], eta: 2 }, direction, 1);
  const jobs: string[] = [];
  let started = 0;
  const start = () => (started < values.length ? started++ : null);
  for (let job = ladder.next(start); job; job = ladder.next(start)) {
    jobs.push(`${job.trial}:${job.until}`);
    ladder.tell(record(job.trial, values[job.trial], job.until === 4 ? 'done' : 'paused', job.until));
  }
  expect(ladder.over).toBe(true);
  return jobs;
}

test('the best half goes on as soon as it is known to be; higher rungs first; then new trials', () => {
  // Worked by hand from the algorithm.
  expect(order([4, 3, 2, 1])).toEqual(['0:1', '1:1', '1:2', '2:1', '2:2', '2:4', '3:1', '3:2', '3:4']);
  expect(order([1, 2, 3, 4])).toEqual(['0:1', '1:1', '0:2', '2:1', '3:1', '1:2', '0:4']);
  expect(
    order(
      [1, 2, 3, 4].map((value) => -value),
      'maximize',
    ),
  ).toEqual(order([1, 2, 3, 4]));
});

test('a study that ends before a trial is at the top brings the best to it', () => {
  expect(order([7])).toEqual(['0:1', '0:2', '0:4']);
  expect(order([null])).toEqual(['0:1']);
});

test('of equals the earliest; a trial without value counts but never goes on', () => {
  expect(order([1, 1])).toEqual(['0:1', '1:1', '0:2', '0:4']);
  expect(order([null, null, NaN, 5])).toEqual(['0:1', '1:1', '2:1', '3:1', '3:2', '3:4']);
});

const plan: StudyPlan = {
  space: [{ path: 'x', domain: { kind: 'float', low: 0, high: 1 } }],
  sampler: { type: 'random', options: {} },
  direction: 'minimize',
  trials: 9,
  width: 2,
  seed: 1,
  pruner: { type: 'asha', options: { minEpochs: 1, eta: 3 }, metric: 'loss', epochs: 9 },
};

test('each trial ends once: those that stand at a rung at the end are pruned there, stopped ones cancelled', () => {
  const study = new Study(plan);
  const first = study.next()!;
  expect(first.until).toBe(1);
  expect(study.settle()).toEqual([]);
  study.tell({ ...record(0, 0.5, 'paused'), params: first.params });
  expect(() => study.tell(record(0, 0.5, 'paused'))).toThrow(RangeError);
  study.stop();
  const [settled] = study.settle();
  expect(settled.state).toBe('cancelled');
  study.tell(settled);
  expect(study.settle()).toEqual([]);
  expect(() => study.tell(settled)).toThrow(RangeError);
});

test('a journal that broke off while trials were being settled ends each once', () => {
  const study = new Study(plan);
  const events: RunEvent[] = [];
  for (let asked = study.next(); asked; asked = study.next()) {
    const until = asked.until!;
    const trial = {
      ...record(asked.index, Number(asked.params.x), until === 9 ? 'done' : 'paused', until),
      params: asked.params,
    };
    study.tell(trial);
    events.push({ type: until === 9 ? 'told' : 'paused', trial } as RunEvent);
  }
  const rest = study.settle();
  expect(rest.length).toBeGreaterThan(2);
  const again = Study.replay(plan, [...events, { type: 'told', trial: rest[0] }]);
  expect(again.next()).toBeNull();
  expect(again.settle()).toEqual(rest.slice(1));
});
