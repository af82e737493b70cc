// The time left that a study with rungs tells: most of its work is in the few trials that go on, so trials are no measure.
import { describe, expect, test } from 'vitest';
import { prunerDefs } from '$core/pruners/registry';
import { Pace } from '$core/run/pace';
import { Study, type Asked } from '$core/run/study';
import { stepsOf, type EpochPoint, type TrialRecord } from '$core/run/types';
import { AwakeClock } from '$workers/lib/awake';

const epochs = 27;
const options: Record<string, Record<string, number>> = {
  halving: {},
  asha: { minEpochs: 1, eta: 3 },
  hyperband: { minEpochs: 1, eta: 3 },
  brackets: { minEpochs: 1, eta: 3 },
};
const climbing = ['asha', 'brackets'].filter((type) => prunerDefs.some((def) => def.type === type));

function train({ index, params, until = epochs }: Asked): TrialRecord {
  const curve = Array.from({ length: Math.min(until, epochs) }, (_, epoch): EpochPoint => {
    const loss = Number(params.x) + 1 / (epoch + 1);
    return { epoch, loss, validation: { loss } };
  });
  const state = curve.length < epochs ? 'paused' : 'done';
  const rest = { bestEpoch: null, executor: 'simd', backend: 'simd', attempts: 1, seconds: 1, startedAt: 0 };
  return { index, params, state, value: curve.at(-1)!.loss, metrics: {}, curve, ...rest };
}

describe.each(climbing)('%s', (type) => {
  test('a second for each epoch: the time left is about right from the start, and never negative', () => {
    const study = new Study({
      space: [{ path: 'x', domain: { kind: 'float', low: 0, high: 1 } }],
      sampler: { type: 'random', options: {} },
      direction: 'minimize',
      trials: 54,
      width: 2,
      seed: 4,
      pruner: { type, options: options[type], metric: 'loss', epochs },
    });
    const pace = new Pace();
    pace.resume(0);
    const reached = new Map<number, number>();
    const told: { at: number; eta: number }[] = [];
    let now = 0;
    for (let asked = study.next(); asked; asked = study.next()) {
      const trial = train(asked);
      now += stepsOf(trial) - (reached.get(trial.index) ?? 0);
      reached.set(trial.index, stepsOf(trial));
      study.tell(trial);
      const { done, total } = study.effort!;
      expect(done).toBe(now);
      const costs = { since: done, left: total - done };
      told.push({ at: now, eta: pace.progress('Trials', study.done, study.total, now, costs).eta! });
    }
    expect(study.finished).toBe(true);
    for (const { at, eta } of told) {
      expect(eta).toBeGreaterThanOrEqual(0);
      // Without brackets how many go on is not known before: by trials alone it would be four times too short at first.
      expect(Math.abs(eta - (now - at))).toBeLessThanOrEqual((type === 'asha' ? 0.4 : 0.1) * now);
    }
    // It goes down: what is told next is little above what was told before.
    for (let i = 1; i < told.length; i++)
      expect(told[i].eta).toBeLessThanOrEqual(told[i - 1].eta + (type === 'asha' ? 0.25 : 0.1) * now);
  });
});

test('a resumed study counts what it has behind it as done, not as done now', () => {
  const pace = new Pace();
  pace.resume(0);
  expect(pace.progress('Trials', 5, 10, 10, { since: 0, left: 50 }).eta).toBeNull();
  expect(pace.progress('Trials', 5, 10, 10, { since: 20, left: 50 }).eta).toBe(25);
});

test('a device that sleeps for an hour, and a clock that is set, leave durations as they are', () => {
  let time = 5_000;
  const clock = new AwakeClock(() => time);
  const pass = (seconds: number) => {
    for (let i = 0; i < seconds; i++) {
      time += 1000;
      clock.now();
    }
    return clock.now();
  };
  const before = pass(10);
  time += 3_600_000;
  const after = pass(10) - before;
  expect(after).toBeGreaterThanOrEqual(9_000);
  expect(after).toBeLessThanOrEqual(10_000);
  // Seconds between two calls are no sleep.
  time += 30_000;
  expect(clock.now() - before - after).toBe(30_000);
});
