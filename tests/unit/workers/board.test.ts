// What a train run says of its progress: whole epochs, the share of the present one, and a rate and a time left that count
// only what was trained in this life of the run.
import { expect, test } from 'vitest';
import type { Progress, RunInfo, RunUpdate } from '$core/run/types';
import { Study } from '$core/run/study';
import { Board } from '$workers/lib/board';
import { planStep } from '$workers/lib/runPlan';
import { Updates } from '$workers/lib/updates';
import { shareOf } from '../../../src/features/lab/frame/progress';
import { simulatedLab } from '../../support/simulatedRun';

function board() {
  const lab = simulatedLab({});
  const [tune] = lab.steps;
  if (tune.type !== 'tune') throw new Error('a study was expected');
  const steps = [{ id: 'train', type: 'train' as const, config: { ...tune.config.base, epochs: 10 } }];
  const plan = planStep({ ...lab, steps }, 'train');
  const study = Study.replay(plan.study, [], plan.sampler);
  let seconds = 100;
  let progress: Progress | undefined;
  const hear = (all: RunUpdate[]) => all.forEach((one) => one.type === 'progress' && (progress = one.progress));
  const updates = new Updates(hear, () => 0);
  const made = new Board({ seconds: 0, artifacts: {} } as RunInfo, plan, study, updates, () => 1000 * seconds);
  made.enter('running');
  return {
    made,
    after(more: number, what: () => void) {
      seconds += more;
      what();
      updates.flush();
      return progress;
    },
  };
}

test('the time left of a training counts the present epoch by its steps', () => {
  const { made, after } = board();
  expect(after(0, () => made.show())).toMatchObject({ done: 0, total: 10, rate: 0, eta: null });
  const first = after(30, () => made.epochsDone(0.25))!;
  expect(first).toMatchObject({ done: 0, part: 0.25 });
  expect(first.eta).toBeCloseTo(9.75 * 120, 9);
  expect(shareOf(first)).toBeCloseTo(0.025, 12);
  const second = after(90, () => made.epochsDone(1))!;
  expect(second).toEqual({ stage: 'Training', done: 1, total: 10, rate: 1 / 120, eta: 1080 });
  // Told again, such as by a pause, nothing is forgotten.
  expect(after(0, () => made.show())).toMatchObject({ done: 1 });
});

test('gone on with in the middle of an epoch it knows at once how far it is, and the rate is of this life alone', () => {
  const { made, after } = board();
  expect(after(2, () => made.goesOn(6.5))).toMatchObject({ done: 6, part: 0.5, rate: 0, eta: null });
  const soon = after(18, () => made.epochsDone(6.75))!;
  expect(soon.rate).toBeCloseTo(0.25 / 20, 12);
  expect(soon.eta).toBeCloseTo(3.25 * 80, 9);
  // A trainer died: what it trains again is work as well.
  expect(after(0, () => made.goesOn(6.6))!.rate).toBeCloseTo(0.25 / 20, 12);
  expect(after(20, () => made.epochsDone(7))!.rate).toBeCloseTo(0.65 / 40, 12);
});

test('the time left of a search before the trials goes by its steps, not by what came before the first of them', () => {
  const { made, after } = board();
  made.searchStarted();
  // Data and the first step, which compiles: a minute.
  expect(after(60, () => made.searchSteps(1, 60))).toMatchObject({ done: 1, total: 60, rate: 0, eta: null });
  expect(after(2, () => made.searchSteps(2, 60))).toMatchObject({ rate: 0.5, eta: 116 });
  made.enter('paused');
  expect(after(500, () => made.enter('running'))).toMatchObject({ rate: 0.5 });
  expect(after(6, () => made.searchSteps(3, 60))).toMatchObject({ rate: 0.25, eta: 228 });
  // Its time is all of it but the pause.
  expect(made.info().seconds).toBe(68);
});
