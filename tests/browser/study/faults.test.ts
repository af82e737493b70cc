// What must not lose anything: commands in the middle, dying workers, two tabs on one lab, a full disk.
import { afterEach, beforeAll, expect, test } from 'vitest';
import { createStudyClient } from '$bridge/studyClient';
import type { RunInfo, TrialRecord } from '$core/run/types';
import { leaderboard } from '$core/run/leaderboard';
import { markInterrupted } from '$store/interrupted';
import { openStore } from '$store/open';
import { getRun } from '$store/runs';
import { smallConfig, storeClasses, trainLab, tuneLab, Watcher } from './support';

const mortal = (name: string) =>
  new Worker(new URL('./mortal.study.worker.ts', import.meta.url), { type: 'module', name });
const client = createStudyClient(mortal);
const other = createStudyClient(mortal);
const none = () => undefined;
let dataset: string;
let lab: ReturnType<typeof tuneLab>;
/** The same study, never disturbed. */
let unbroken: { run: RunInfo; trials: TrialRecord[] };

beforeAll(async () => {
  dataset = await storeClasses();
  lab = tuneLab(dataset, { base: { ...smallConfig(30), batchSize: 4 } });
  const run = await client.start({ labId: 'unbroken', lab, step: 'tune', dataset }, none);
  unbroken = { run, trials: await client.trials(run.id) };
});
afterEach(() => {
  client.terminate();
  other.terminate();
});

const board = (trials: readonly TrialRecord[]) =>
  leaderboard(trials, 'minimize').map(({ index, params, value, metrics, curve }) => ({
    index,
    params,
    value,
    metrics,
    curve,
  }));

async function expectUnbroken(run: RunInfo): Promise<void> {
  expect(run).toMatchObject({ state: 'done', digest: unbroken.run.digest, best: unbroken.run.best });
  expect(board(await client.trials(run.id))).toEqual(board(unbroken.trials));
}

/** Starts the study under its own lab id and watches it. */
function begin(labId: string, from = client, studied = lab) {
  const watcher = new Watcher();
  const running = from.start({ labId, lab: studied, step: 'tune', dataset }, watcher.on);
  return { watcher, running };
}

test('a study whose worker is ended resumes to the same leaderboard and digest', async () => {
  const { watcher, running } = begin('terminated');
  const id = await watcher.runId();
  await watcher.ended(2);
  const refused = expect(running).rejects.toMatchObject({ code: 'aborted' });
  client.terminate();
  await refused;
  const store = await openStore();
  await expect.poll(async () => (await markInterrupted(store, 1)).map((run) => run.id)).toEqual([id]);
  expect(await getRun(store, id)).toMatchObject({ state: 'interrupted' });
  const before = (await client.trials(id)).length;
  expect(before).toBeGreaterThanOrEqual(2);
  expect(before).toBeLessThan(6);
  await expectUnbroken(await client.resume(id, none));
  await expect(client.resume(id, none)).rejects.toMatchObject({ code: 'run-over' });
});

test('a dead trainer is replaced and its trial goes on to the same result', async () => {
  const { watcher, running } = begin('mortal');
  await watcher.until((update) => update.type === 'epoch' && update.point.epoch === 2);
  new BroadcastChannel('tablab-test:kill-trainers').postMessage('now');
  const run = await running;
  await expectUnbroken(run);
  const attempts = (await client.trials(run.id)).map((trial) => trial.attempts);
  expect(Math.max(...attempts)).toBe(2);
});

test('a trial whose trainer dies twice is failed, and the study goes on', async () => {
  // Long enough that what is seen of it, ten times a second, is not over yet.
  const long = tuneLab(dataset, { base: { ...smallConfig(150), batchSize: 4 }, trials: 3 });
  const { watcher, running } = begin('mortal-twice', client, long);
  const channel = new BroadcastChannel('tablab-test:kill-trainers');
  await watcher.until((update) => update.type === 'epoch' && update.trial === 0);
  // Again and again, since a trainer that is just starting does not listen yet.
  const killing = setInterval(() => channel.postMessage('now'), 20);
  await watcher.until(
    (update) => update.type === 'trial' && update.trial.index === 0 && update.trial.state !== 'running',
  );
  clearInterval(killing);
  const run = await running;
  expect(run.state).toBe('done');
  const trials = await client.trials(run.id);
  expect(trials).toHaveLength(3);
  expect(trials.find(({ index }) => index === 0)).toMatchObject({ state: 'failed', error: { code: 'trainer-died' } });
  expect(trials.some(({ state }) => state === 'done')).toBe(true);
});

test('pause stops the epochs, resume continues to the same digest', async () => {
  const { watcher, running } = begin('paused');
  const id = await watcher.runId();
  await watcher.ended(1);
  await client.command(id, { type: 'pause' });
  await watcher.until((update) => update.type === 'run' && update.run.state === 'paused');
  await new Promise((resolve) => setTimeout(resolve, 300));
  const before = watcher.updates.filter(({ type }) => type === 'epoch').length;
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(watcher.updates.filter(({ type }) => type === 'epoch').length).toBe(before);
  await client.command(id, { type: 'resume' });
  await expectUnbroken(await running);
});

test('cancel ends every running trial once; the study may go on, to the same leaderboard and digest', async () => {
  const { watcher, running } = begin('cancelled');
  const id = await watcher.runId();
  await watcher.ended(1);
  await client.command(id, { type: 'cancel' });
  const run = await running;
  expect(run).toMatchObject({ state: 'cancelled', digest: null });
  const trials = await client.trials(id);
  expect(new Set(trials.map(({ index }) => index)).size).toBe(trials.length);
  expect(trials.some(({ state }) => state === 'cancelled')).toBe(true);
  expect(trials.every(({ state }) => state === 'cancelled' || state === 'done')).toBe(true);
  await expectUnbroken(await client.resume(id, none));
  // What had ended was not trained again.
  const again = await client.trials(id);
  for (const trial of trials) if (trial.state === 'done') expect(again).toContainEqual(trial);
  await expect(client.resume(id, none)).rejects.toMatchObject({ code: 'run-over' });
});

test('one trial can be stopped; it keeps what it learned and the study goes on, also after a stop of its own', async () => {
  const { watcher, running } = begin('stopped');
  const id = await watcher.runId();
  await watcher.until((update) => update.type === 'epoch' && update.trial === 0);
  await client.command(id, { type: 'stopTrial', trial: 0 });
  await watcher.ended(1);
  await client.command(id, { type: 'cancel' });
  const { state } = await running;
  if (state !== 'done') expect(await client.resume(id, none)).toMatchObject({ state: 'done', trialsDone: 6 });
  const trials = await client.trials(id);
  expect(trials.filter((one) => one.state !== 'done').map(({ index }) => index)).toEqual([0]);
  const trial = trials.find(({ index }) => index === 0);
  expect(trial?.state).toBe('cancelled');
  expect(trial?.curve.length).toBeGreaterThan(0);
  expect(trial?.curve.length).toBeLessThan(12);
});

test('a second tab is kept out, can watch, and can take over', async () => {
  const { watcher, running } = begin('two-tabs');
  const id = await watcher.runId();
  const request = { labId: 'two-tabs', lab, step: 'tune', dataset };
  await expect(other.start(request, none)).rejects.toMatchObject({ code: 'lab-held' });
  await expect(other.resume(id, none)).rejects.toMatchObject({ code: 'lab-held' });
  await watcher.ended(1);
  const refused = expect(running).rejects.toMatchObject({ code: 'lab-taken' });
  const resumed = other.resume(id, none, { takeOver: true });
  await refused;
  await expectUnbroken(await resumed);
});

/** Resolves when the study worker has taken it in. */
function setDisk(state: 'full' | 'free'): Promise<void> {
  const disk = new BroadcastChannel('tablab-test:disk-full');
  return new Promise((resolve) => {
    disk.onmessage = () => {
      disk.close();
      resolve();
    };
    disk.postMessage(state === 'full');
  });
}

test('a full disk pauses the run; with room again it goes on and nothing is lost', async () => {
  const { watcher, running } = begin('quota');
  const id = await watcher.runId();
  await watcher.ended(1);
  await setDisk('full');
  const paused = () => watcher.until((one) => one.type === 'run' && one.run.error !== undefined);
  expect(await paused()).toMatchObject({ run: { state: 'paused', error: { code: 'quota-exceeded' } } });
  // Without room the run pauses again.
  watcher.updates.length = 0;
  await client.command(id, { type: 'resume' });
  expect(await paused()).toMatchObject({ run: { state: 'paused', error: { code: 'quota-exceeded' } } });
  const stored = await client.trials(id);
  expect(stored.length).toBeGreaterThan(0);
  expect(stored.length).toBeLessThan(6);
  await setDisk('free');
  await client.command(id, { type: 'resume' });
  const run = await running;
  expect(run.error).toBeUndefined();
  await expectUnbroken(run);
});

test('a train run continues from its checkpoint after its worker was ended', async () => {
  const single = trainLab(dataset, { ...smallConfig(40), batchSize: 4 });
  const request = { lab: single, step: 'train', dataset };
  const whole = await client.start({ ...request, labId: 'train-whole' }, none);
  const watcher = new Watcher();
  const running = client.start({ ...request, labId: 'train-broken' }, watcher.on);
  const id = await watcher.runId();
  await watcher.until((update) => update.type === 'epoch' && update.point.epoch >= 15);
  const refused = expect(running).rejects.toMatchObject({ code: 'aborted' });
  client.terminate();
  await refused;
  const after = new Watcher();
  const run = await client.resume(id, after.on);
  expect(run.digest).toBe(whole.digest);
  const first = after.updates.find((update) => update.type === 'epoch');
  expect(first?.type === 'epoch' && first.point.epoch).toBeGreaterThan(0);
});
