// Studies in which things go wrong, under the real conductor: every sampler, every pruner and every kind of step, with
// trials that cannot be built, that measure nothing, all of them or some, one trial alone, and ten thousand. A study ends
// as what it is, each trial says why in a code, and it is the same on any number of workers.
import { expect, test } from 'vitest';
import type { TuneConfig } from '$core/lab/document';
import { prunerDefs } from '$core/pruners/registry';
import { bestByTrial } from '$core/run/compareStudies';
import { importances } from '$core/run/importance/method';
import { importanceMethods } from '$core/run/importance/registry';
import { leaderboard } from '$core/run/leaderboard';
import { shortcutLevels } from '$core/run/shortcut';
import { Study } from '$core/run/study';
import { summarise } from '$core/run/summary';
import { picture } from '$core/run/surrogate/picture';
import type { RunEvent, TrialRecord } from '$core/run/types';
import { samplerDefs } from '$core/samplers/registry';
import type { PastTrial } from '$core/samplers/sampler';
import { planStep } from '$workers/lib/runPlan';
import { emptyStore, simulate, simulatedLab, type Fault } from '../support/simulatedRun';

const of = (type: string, options: Record<string, number | string> = {}) => ({ type, options });
const folds = { method: 'kfold', folds: 3 } as const;
const rows = { of: 'rows', least: 0.1 } as const;
const studies: readonly (readonly [name: string, config: Partial<TuneConfig>])[] = [
  ...samplerDefs.map(({ type }) => [type, { sampler: of(type, type === 'grid' ? { resolution: 2 } : {}) }] as const),
  ...prunerDefs.map(({ type }) => {
    const pruner = of(type, type === 'threshold' ? { upper: 1000 } : {});
    return [`random, ${type}`, { pruner }] as const;
  }),
  ['random over folds', { validation: folds }],
  ['random, ASHA over rows', { fidelity: rows, pruner: of('asha') }],
  ['random, every level of folds', { validation: folds, fidelity: { of: 'folds', least: 0.3 } }],
];
const labOf = (config: Partial<TuneConfig>) => {
  const base = { ...(simulatedLab({}).steps[0].config as TuneConfig).base, epochs: 4 };
  return simulatedLab({ trials: 8, base, ...config });
};

/** The same on one worker and on two. */
async function both(config: Partial<TuneConfig>, fault: (trial: number) => Fault) {
  const [one, two] = await Promise.all([1, 2].map((workers) => simulate(labOf(config), { workers, fault })));
  expect(two!.info.digest).toBe(one!.info.digest);
  expect(one!.info.digest).toMatch(/^[0-9a-f]{64}$/);
  return one!;
}
/** All that is read off a study; nothing of it may throw, or speak of a best that there is not. */
function readings(trials: readonly TrialRecord[]) {
  const { space } = labOf({}).steps[0].config as TuneConfig;
  const direction = 'minimize';
  const board = leaderboard(trials, direction);
  expect(board).toHaveLength(trials.length);
  const text = summarise({ space, trials, direction, seed: 1, objective: 'Validation loss' });
  expect(text.join(' ')).not.toMatch(/NaN|undefined|Infinity/);
  for (const method of importanceMethods) {
    for (const { effect } of importances(method, { space, trials, direction, seed: 1 })) {
      if (effect !== null) expect(Number.isFinite(effect)).toBe(true);
    }
  }
  const past = trials.map(({ index, params, state, value }) => ({ index, params, state, value }) as PastTrial);
  const axes = { x: space[0].path, y: space[1].path, through: 'next', cells: 6 } as const;
  const seen = picture({ space, trials: past, direction, seed: 1, ...axes });
  if (typeof seen !== 'string') expect(Number.isFinite(seen.next.mean)).toBe(true);
  shortcutLevels({ trials, metric: 'loss', direction, steps: [1, 2] });
  expect(bestByTrial({ group: '', trials, direction })).toHaveLength(trials.length);
  return text;
}

test.each(studies)('%s: all trials fail', async (_name, config) => {
  const { info, trials } = await both(config, () => 'collapses');
  expect(info).toMatchObject({ state: 'failed', best: null, error: { code: 'run-no-trial-succeeded' } });
  expect(info.error!.message).toContain('pool');
  expect(trials.length).toBeGreaterThan(0);
  for (const { state, value, error } of trials) {
    expect([state, value, error?.code]).toEqual(['failed', null, 'layer-collapsed']);
    expect(error!.details).toMatchObject({ layer: 'pool' });
  }
  expect(readings(trials).join(' ')).toContain('No trial finished with a value.');
});

test.each(studies)('%s: every third trial measures nothing, every fifth cannot be built', async (_name, config) => {
  const fault = (trial: number): Fault => (trial % 5 === 4 ? 'collapses' : trial % 3 === 0 ? 'nan' : null);
  const { info, trials } = await both(config, fault);
  expect(info.state).toBe('done');
  expect(Number.isFinite(info.best!.value)).toBe(true);
  expect(fault(info.best!.trial)).toBeNull();
  for (const { index, state, value, error } of trials) {
    if (fault(index) === null) continue;
    expect(state).not.toBe('done');
    expect(value === null || state === 'pruned').toBe(true);
    if (state === 'failed') expect(['layer-collapsed', 'trial-no-value', 'loss-not-finite']).toContain(error!.code);
  }
  readings(trials);
});

test.each(studies)('%s: nothing but values that are none', async (_name, config) => {
  const { info, trials } = await both(config, () => 'nan');
  expect(info.best).toBeNull();
  expect(info).toMatchObject({ state: 'failed', error: { code: expect.stringMatching(/^run-no-/) as string } });
  expect(info.error!.message).toMatch(/loss/);
  for (const { state, value } of trials) {
    expect(state).not.toBe('done');
    expect(value === null || Number.isNaN(value)).toBe(true);
  }
  readings(trials);
});

test.each(studies)('%s: one trial', async (_name, config) => {
  const { info, trials } = await both({ ...config, trials: 1 }, () => null);
  expect([info.state, trials.length, info.best?.trial]).toEqual(['done', 1, 0]);
  expect(readings(trials).join(' ')).toContain('1 trial');
});

test('no trial at all says nothing', () => expect(readings([])).toEqual([]));

const tenThousand = 10_000;

test('ten thousand trials: killed in the middle and resumed, the same as unbroken', async () => {
  const base = { ...(simulatedLab({}).steps[0].config as TuneConfig).base, epochs: 1 };
  const lab = labOf({ base, trials: tenThousand, width: 4 });
  const store = emptyStore();
  expect(await simulate(lab, { workers: 4, turns: 5000, store })).toBeNull();
  const { info, trials } = (await simulate(lab, { workers: 4, store }))!;
  expect(trials.map(({ index }) => index)).toEqual(Array.from({ length: tenThousand }, (_, i) => i));
  expect(info).toMatchObject({ state: 'done', trialsDone: tenThousand });
  const whole = Study.replay(planStep(lab, 'tune').study, store.events);
  expect(whole.next()).toBeNull();
  expect(whole.finished && whole.done === tenThousand).toBe(true);
  expect(whole.best).toEqual(trials.find(({ index }) => index === info.best!.trial));
});

test('ten thousand trials that pause at rungs are handed out and replayed', () => {
  const lab = labOf({ trials: tenThousand, pruner: of('asha', { eta: 4 }) });
  const { study: plan } = planStep(lab, 'tune');
  const events: RunEvent[] = [];
  const study = new Study(plan);
  for (let asked = study.next(); asked; asked = study.next()) {
    const { index, params, until = 4 } = asked;
    const value = index % 7 === 0 ? NaN : Number(params['optimizer.learningRate']);
    const curve = Array.from({ length: until }, (_, epoch) => ({ epoch, loss: value, validation: { loss: value } }));
    const ended = Number.isNaN(value) ? 'failed' : until === 4 ? 'done' : 'paused';
    const measured = { state: ended, value: ended === 'failed' ? null : value, metrics: {}, curve } as const;
    const trial = { index, params, ...measured } as unknown as TrialRecord;
    study.tell(trial);
    events.push({ type: ended === 'paused' ? 'paused' : 'told', trial });
  }
  for (const trial of study.settle()) study.tell(trial);
  expect(study.finished && study.done === tenThousand).toBe(true);
  expect(Number.isFinite(study.best!.value)).toBe(true);
  const again = Study.replay(plan, events);
  expect(again.next()).toBeNull();
  for (const trial of again.settle()) again.tell(trial);
  expect(again.trials).toEqual(study.trials);
});
