// Validations from the page's client through the study worker and real trainers to the journal, on the SIMD engine.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStudyClient } from '$bridge/studyClient';
import type { Lab, ValidateConfig } from '$core/lab/document';
import { modelFolds, outerFolds } from '$core/validation/results';
import { openStore } from '$store/open';
import { markInterrupted } from '$store/interrupted';
import { labOf, smallConfig, storeClasses, tuneConfig, Watcher } from './support';

const client = createStudyClient();
const none = () => undefined;
let dataset: string;
beforeAll(async () => {
  dataset = await storeClasses();
});
afterAll(() => client.terminate());

const goal = { metric: 'accuracy', direction: 'maximize' } as const;
const folds = { method: 'stratified', folds: 3 } as const;
function labWith(config: Omit<ValidateConfig, 'objective'>, sha256 = dataset, epochs = 12): Lab {
  const line = { ...smallConfig(), layers: [] };
  return labOf(
    sha256,
    [
      { id: 'line', type: 'train', config: line },
      { id: 'network', type: 'train', config: smallConfig() },
      { id: 'tune', type: 'tune', config: tuneConfig({ objective: goal, trials: 3, base: smallConfig(epochs) }) },
      { id: 'validate', type: 'validate', config: { objective: goal, ...config } },
    ],
    'simd',
  );
}

test('models by folds: one digest on one trainer and on three, each training journaled with its fold', async () => {
  const config = { models: [{ step: 'line' }, { step: 'network' }], folds, method: { type: 'folds' } } as const;
  const lab = labWith({ ...config, models: [...config.models] });
  const request = { labId: 'folds', lab, step: 'validate', dataset };
  const one = await client.start({ ...request, workers: 1 }, none);
  const watcher = new Watcher();
  const three = await client.start({ ...request, workers: 3 }, watcher.on);
  expect(three).toMatchObject({ state: 'done', stepType: 'validate', trialsDone: 6, trialsTotal: 6 });
  expect(three.digest).toBe(one.digest);
  expect(three.artifacts).toEqual({});
  const trials = await client.trials(three.id);
  const models = modelFolds({ ...config, models: [...config.models] }, trials);
  expect(models.map(({ folds: own }) => own.map(({ fold }) => fold))).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ]);
  const means = models.map(({ folds: own }) => own.reduce((sum, { value }) => sum + value, 0) / 3);
  expect(three.best).toMatchObject({ metric: 'accuracy', value: Math.max(...means) });
  expect(models.every(({ folds: own }) => own.every(({ hits, train }) => hits && train!.accuracy > 0))).toBe(true);
  expect(watcher.updates.findLast(({ type }) => type === 'progress')).toMatchObject({
    progress: { stage: 'Trainings', done: 6, total: 6 },
  });
});

test('a nested search that is cut off goes on to the result of an unbroken one', async () => {
  const nested = { type: 'nested', inner: { ...folds, folds: 2 } } as const;
  // Trainings long enough that some are left however late the news of the second reaches this page.
  const lab = labWith({ models: [{ step: 'tune' }], folds, method: nested }, dataset, 800);
  const unbroken = await client.start({ labId: 'unbroken', lab, step: 'validate', dataset }, none);
  expect(unbroken).toMatchObject({ state: 'done', trialsDone: 12 });
  expect(outerFolds(await client.trials(unbroken.id))).toHaveLength(3);
  const watcher = new Watcher();
  const running = client.start({ labId: 'broken', lab, step: 'validate', dataset }, watcher.on);
  const id = await watcher.runId();
  await watcher.ended(2);
  const refused = expect(running).rejects.toMatchObject({ code: 'aborted' });
  client.terminate();
  await refused;
  const store = await openStore();
  await expect.poll(async () => (await markInterrupted(store, 1)).map((run) => run.id)).toEqual([id]);
  const resumed = await client.resume(id, none);
  expect(resumed).toMatchObject({ state: 'done', digest: unbroken.digest, best: unbroken.best });
});

test('folds that the data cannot have are refused before anything runs, with the reason', async () => {
  const method = { type: 'folds' } as const;
  const many = labWith({ models: [{ step: 'line' }], folds: { method: 'stratified', folds: 50 }, method });
  const few = await storeClasses(24);
  const start = (lab: Lab, sha256: string) =>
    client.start({ labId: 'refused', lab, step: 'validate', dataset: sha256 }, none);
  await expect(start({ ...many, data: { kind: 'imported', name: 'few', sha256: few } }, few)).rejects.toMatchObject({
    code: 'folds-too-many',
  });
  const classes = labWith({ models: [{ step: 'line' }], folds: { method: 'stratified', folds: 12 }, method });
  await expect(start({ ...classes, data: { kind: 'imported', name: 'few', sha256: few } }, few)).rejects.toMatchObject({
    code: 'folds-class-small',
  });
});
