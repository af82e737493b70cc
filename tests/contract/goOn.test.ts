// A study that is stopped at random moments, on 1, 2 or 4 workers, and goes on ends as one that was never stopped, to the same
// digest, with every sampler, strategy and pruner, plain and at levels of fidelity, over folds, for several objectives, and
// networks compared; some of its lives are killed, also right after it went on. The wide sweep: npm run bench -- kills.
import { expect, test } from 'vitest';
import type { Lab } from '$core/lab/document';
import { lastEnds, leftOf } from '$core/run/stopped';
import type { RunEvent } from '$core/run/types';
import { chosen, killMatrix, sampled } from '../support/killMatrix';
import { killed } from '../support/kills';
import { emptyStore, simulate, simulatedCheckpoint, simulatedLab } from '../support/simulatedRun';

const studies = sampled(killMatrix().pairs, 9);
let stops = 0;

test.each(studies.map(({ name, lab }) => [name, lab] as const))('%s', async (name, lab) => {
  const whole = (await simulate(lab, { workers: 1 }))!;
  const { info, trials, deaths } = await killed(lab, { whole, name, lives: 4, stops: true });
  expect(info).toMatchObject({ state: 'done', digest: whole.info.digest, trialsDone: whole.info.trialsDone });
  const learned = (all: typeof trials) => all.map(({ curve, lineage, folds }) => ({ curve, lineage, folds }));
  expect(learned(trials)).toEqual(learned(whole.trials));
  // Nothing is lost but what lies after the last checkpoints.
  for (const { again, workers } of deaths) expect(again).toBeLessThanOrEqual(workers * simulatedCheckpoint);
  stops += deaths.filter(({ stopped }) => stopped).length;
});

test('they were stopped often', () => expect(stops).toBeGreaterThan(2 * studies.length));

const population = simulatedLab({ pruner: chosen('population') });
const halving = simulatedLab({ pruner: chosen('halving') });

/** Stops the study after so many epochs; null where it was over by then. */
async function stopped(lab: Lab, turns: number) {
  const store = emptyStore();
  const { info } = (await simulate(lab, { workers: 2, seed: turns, turns, stop: true, store }))!;
  return info.state === 'cancelled' ? { store, info } : null;
}

/** As it was written before it was noted what a stop broke off. */
const unnoted = (event: RunEvent): RunEvent => {
  if (event.type !== 'told') return event;
  const { stopped: _stopped, ...trial } = event.trial;
  return { ...event, trial: trial.error && trial.rung ? { ...trial, state: 'failed' } : trial };
};

test.each([
  ['a population', population],
  ['halving', halving],
])('%s stopped at every fifth epoch, also where that was not noted', async (_name, lab) => {
  const whole = (await simulate(lab, { workers: 1 }))!;
  let down = 0;
  for (let turns = 1; turns < whole.epochs; turns += 5) {
    const there = await stopped(lab, turns);
    if (!there) continue;
    const { store, info } = there;
    expect(info).toMatchObject({ digest: null, trialsTotal: whole.info.trialsTotal });
    const ends = store.events.flatMap((event) => (event.type === 'told' ? [event.trial] : []));
    for (const { state, stopped: what } of ends) expect(what).toBe(state === 'cancelled' ? 'study' : undefined);
    expect(info.trialsDone).toBe(ends.filter((one) => !one.stopped).length);
    expect(leftOf(ends, info.trialsTotal)).toBe(info.trialsTotal - info.trialsDone);
    down += ends.filter(({ error, stopped: what }) => error && what).length;
    const old = { ...emptyStore(), events: store.events.map(unnoted), artifacts: store.artifacts };
    for (const one of [store, old]) {
      const again = (await simulate(lab, { workers: 4, seed: turns, store: one }))!;
      expect(again.info).toMatchObject({ state: 'done', digest: whole.info.digest, best: whole.info.best });
      // The journal tells each trial once, as it ended at last.
      const told = lastEnds(one.events).flatMap((event) => (event.type === 'told' ? [event.trial] : []));
      expect(told.sort((a, b) => a.index - b.index)).toEqual(again.trials);
    }
  }
  // Of a population some members stood broken down, and might have taken over others' weights.
  if (lab === population) expect(down).toBeGreaterThan(0);
});
