// Runs from the page's client through the study worker and real trainers to the journal, on the plain tfjs engine.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createStudyClient } from '$bridge/studyClient';
import { decodeWeights } from '$core/model/weightsFile';
import { keptModel } from '$core/run/kept';
import { leaderboard } from '$core/run/leaderboard';
import { getArtifact } from '$store/artifacts';
import { markInterrupted } from '$store/interrupted';
import { Journal, readJournal } from '$store/journal';
import { heldLabs } from '$store/lock';
import { openStore } from '$store/open';
import { getRun, listRuns, patchRun } from '$store/runs';
import { smallConfig, storeClasses, trainLab, tuneLab, Watcher } from './support';

const client = createStudyClient();
let dataset: string;
beforeAll(async () => {
  dataset = await storeClasses();
});
afterAll(() => client.terminate());

test('a tune run is journaled, keeps its best model and ends with a digest', async () => {
  const watcher = new Watcher();
  const lab = tuneLab(dataset);
  const run = await client.start({ labId: 'tune-1', lab, step: 'tune', dataset }, watcher.on);
  expect(run).toMatchObject({ state: 'done', trialsDone: 6, trialsTotal: 6, stepType: 'tune' });
  expect(run.digest).toMatch(/^[0-9a-f]{64}$/);

  const store = await openStore();
  expect(await getRun(store, run.id)).toEqual(run);
  const told = (await readJournal(store, run.id)).flatMap((event) => (event.type === 'told' ? [event.trial] : []));
  expect(told.map(({ index }) => index).sort()).toEqual([0, 1, 2, 3, 4, 5]);
  expect(told.every(({ state, curve }) => state === 'done' && curve.length === 4)).toBe(true);
  const [first] = leaderboard(told, 'minimize');
  expect(run.best).toEqual({ trial: first.index, metric: 'loss', value: first.value });

  const { weights, meta } = decodeWeights((await getArtifact(store, run.artifacts.best)).bytes);
  expect(weights.get('h1/kernel')).toHaveLength(2 * Number(first.params['layers.h1.units']));
  expect(meta.trial).toBe(first.index);

  // Everything that was shown had been journaled, and the last news is the final state.
  const shown = watcher.updates.flatMap((update) => (update.type === 'trial' ? [update.trial] : []));
  for (const trial of told) expect(shown).toContainEqual(trial);
  expect(watcher.updates.findLast(({ type }) => type === 'run')).toEqual({ type: 'run', run });
  expect(watcher.updates.findLast(({ type }) => type === 'progress')).toMatchObject({
    progress: { done: 6, total: 6 },
  });
});

test('a study starts from an earlier one, also when it is resumed and that one is gone', async () => {
  const first = await client.start({ labId: 'warm-1', lab: tuneLab(dataset), step: 'tune', dataset }, () => undefined);
  const store = await openStore();
  const earlier = await readJournal(store, first.id);
  const best = leaderboard(
    earlier.flatMap((event) => (event.type === 'told' ? [event.trial] : [])),
    'minimize',
  );
  const warmStart = { studies: [{ digest: first.digest!, name: 'first' }], first: 2, model: true };
  const sampler = { type: 'tpe', options: {} };
  const lab = tuneLab(dataset, { warmStart, sampler, trials: 8 });
  const request = { labId: 'warm-2', lab, step: 'tune', dataset };
  const run = await client.start(request, () => undefined);
  const events = await readJournal(store, run.id);
  const told = events.flatMap((event) => (event.type === 'told' ? [event.trial] : []));
  expect([0, 1].map((index) => told.find((trial) => trial.index === index)?.params)).toEqual(
    best.slice(0, 2).map(({ params }) => params),
  );
  expect(events.find((event) => event.type === 'warm')?.start.trials).toHaveLength(6);

  // Cut the journal after a few trials and take the earlier study away: the rest comes from the journal alone.
  const cut = events.filter((event) => event.type !== 'told' || event.trial.index < 4);
  const kept = cut.filter((event) => event.type !== 'state' && (event.type !== 'asked' || event.trial < 4));
  const { digest: _digest, ...info } = run;
  await store.delete('runs', first.id);
  await (await Journal.open(store, 'cut')).append(kept, { ...info, digest: null, id: 'cut', state: 'interrupted' });
  expect((await client.resume('cut', () => undefined)).digest).toBe(run.digest);
  const unknown = { ...warmStart, studies: [{ digest: 'f'.repeat(64), name: 'first' }] };
  const lost = { ...request, lab: tuneLab(dataset, { warmStart: unknown, sampler }) };
  await expect(client.start(lost, () => undefined)).rejects.toMatchObject({ code: 'warm-start-missing' });
});

test('the digest does not depend on the number of trainers', async () => {
  const lab = tuneLab(dataset);
  const one = await client.start({ labId: 'width', lab, step: 'tune', dataset, workers: 1 }, () => undefined);
  const three = await client.start({ labId: 'width', lab, step: 'tune', dataset, workers: 3 }, () => undefined);
  expect([one.workers, three.workers]).toEqual([1, 3]);
  expect(three.digest).toBe(one.digest);
});

test('a train run shows its surface and predictions, and can be stepped, resumed and trained longer', async () => {
  const watcher = new Watcher();
  const expected = { step: 'train', executor: 'simd', digest: '0'.repeat(64) } as const;
  const lab = { ...trainLab(dataset), expected };
  const running = client.start({ labId: 'train-1', lab, step: 'train', dataset, startPaused: true }, watcher.on);
  const id = await watcher.runId();
  await watcher.until(({ type }) => type === 'trial');
  await client.command(id, { type: 'step' });
  await watcher.until((update) => update.type === 'epoch' && update.point.epoch === 0);
  await watcher.until(({ type }) => type === 'surface');
  expect(watcher.updates.some((update) => update.type === 'epoch' && update.point.epoch > 0)).toBe(false);
  await client.command(id, { type: 'resume' });
  const run = await running;
  expect(run).toMatchObject({ state: 'done', trialsDone: 1, stepType: 'train', best: { trial: 0, metric: 'loss' } });
  expect(watcher.updates.filter(({ type }) => type === 'predictions').length).toBeGreaterThan(0);
  const [trial] = await client.trials(id);
  expect(trial.curve.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3]);
  expect(trial.curve[0].train).toBeDefined();

  const longer = await client.trainLonger(id, 0, 2, () => undefined);
  const [again] = await client.trials(longer.id);
  expect(again.curve.slice(0, 4)).toEqual(trial.curve);
  expect(again.curve).toHaveLength(6);
  // It is another training than the one that the lab promises something of.
  expect(longer.again).toEqual({ run: id, trial: 0 });
  const [first] = await readJournal(await openStore(), longer.id);
  expect(first).toMatchObject({ type: 'opened', again: longer.again });
  expect(first.type === 'opened' && first.lab.expected).toBeUndefined();
});

test('keeping a trial can be stopped, beside another run too, and tried again', async () => {
  const lab = tuneLab(dataset, { trials: 2, base: { ...smallConfig(300), batchSize: 4 } }, 'simd');
  const run = await client.start({ labId: 'stopped', lab, step: 'tune', dataset }, () => undefined);
  const trial = 1 - run.best!.trial;
  for (const other of [false, true]) {
    const stop = new AbortController();
    const watcher = new Watcher();
    const beside = other && client.start({ labId: 'beside', lab, step: 'tune', dataset }, watcher.on);
    if (beside) await watcher.runId();
    const kept = client.keep(run.id, trial, stop.signal);
    const refused = expect(kept).rejects.toMatchObject({ code: 'aborted' });
    stop.abort();
    await refused;
    if (beside) expect((await beside).digest).toBe(run.digest);
  }
  expect(await client.keep(run.id, trial)).toMatch(/^[0-9a-f]{64}$/);
});

test('a run that is being resumed can be stopped: it stays as it was, and goes on later to the same digest', async () => {
  const lab = tuneLab(dataset, { trials: 3, base: { ...smallConfig(100), batchSize: 4 } }, 'simd');
  const whole = await client.start({ labId: 'left', lab, step: 'tune', dataset }, () => undefined);
  const watcher = new Watcher();
  const running = client.start({ labId: 'again', lab, step: 'tune', dataset }, watcher.on);
  const ended = expect(running).rejects.toMatchObject({ code: 'aborted' });
  const id = await watcher.runId();
  await watcher.ended(1);
  client.terminate();
  await ended;
  // A worker that was ended lets go of its lab a moment later.
  const free = () => vi.waitUntil(async () => !(await heldLabs('run')).has('again'), { timeout: 10_000 });
  await free();
  await markInterrupted(await openStore(), Date.now());
  const stop = new AbortController();
  const resumed = client.resume(id, () => undefined, {}, stop.signal);
  stop.abort();
  await expect(resumed).rejects.toMatchObject({ code: 'aborted' });
  expect(await getRun(await openStore(), id)).toMatchObject({ state: 'interrupted' });
  await free();
  expect(await client.resume(id, () => undefined)).toMatchObject({ state: 'done', digest: whole.digest });
});

test('keeping a trial trains it again to the same weights', async () => {
  const lab = tuneLab(dataset, { trials: 3 });
  const run = await client.start({ labId: 'keep', lab, step: 'tune', dataset }, () => undefined);
  const kept = run.artifacts.best;
  const other = await client.keep(run.id, (run.best!.trial + 1) % 3);
  expect(other).not.toBe(kept);
  // The best one stays what it was, and both are there.
  const store = await openStore();
  const info = (await listRuns(store, 'keep')).find(({ id }) => id === run.id)!;
  expect([info.artifacts.best, keptModel(info, run.best!.trial)]).toEqual([kept, kept]);
  expect(keptModel(info, (run.best!.trial + 1) % 3)).toBe(other);
  expect(await client.keep(run.id, run.best!.trial)).toBe(kept);
  // As runs of before have it, nothing says where the first one's weights are: it is trained again to the same.
  const { best: _best, ...others } = info.artifacts;
  await patchRun(store, run.id, { artifacts: others });
  expect(await client.keep(run.id, run.best!.trial)).toBe(kept);
});

test('trials that fail say why and the study goes on', async () => {
  const base = trainLab(dataset).steps[0];
  if (base.type !== 'train') throw new Error('unexpected');
  const lab = tuneLab(dataset, {
    base: { ...base.config, layers: [...base.config.layers, { id: 'c', type: 'conv2d', enabled: false }] },
    space: [
      { path: 'layers.c.enabled', domain: { kind: 'bool' } },
      { path: 'batchSize', domain: { kind: 'choice', values: [16, 32] } },
    ],
    sampler: { type: 'grid', options: {} },
    trials: 10,
  });
  const run = await client.start({ labId: 'failing', lab, step: 'tune', dataset }, () => undefined);
  expect(run).toMatchObject({ state: 'done', trialsDone: 4, trialsTotal: 4 });
  const trials = await client.trials(run.id);
  const failed = trials.filter(({ state }) => state === 'failed');
  expect(failed).toHaveLength(2);
  for (const { error, params } of failed) {
    expect(error).toMatchObject({ code: 'layer-shape', details: { layer: 'c' } });
    expect(params['layers.c.enabled']).toBe(true);
  }
});

test('what cannot start is refused with its code', async () => {
  const lab = tuneLab(dataset);
  const request = { labId: 'refused', lab, step: 'tune', dataset };
  const none = () => undefined;
  await expect(client.start({ ...request, step: 'nas' }, none)).rejects.toMatchObject({ code: 'step-unknown' });
  const missing = { ...request, dataset: '0'.repeat(64) };
  await expect(client.start(missing, none)).rejects.toMatchObject({ code: 'dataset-not-stored' });
  const empty = tuneLab(dataset, { space: [] });
  await expect(client.start({ ...request, lab: empty }, none)).rejects.toMatchObject({ code: 'space-empty' });
  await expect(client.command('nobody', { type: 'pause' })).rejects.toMatchObject({ code: 'run-not-live' });
  await expect(client.resume('nobody', none)).rejects.toMatchObject({ code: 'run-not-stored' });
});
