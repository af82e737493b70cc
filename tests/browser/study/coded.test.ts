// An autoencoder as a step of the pipeline where models are searched and judged: fitted anew for every choice of its size
// and on the training rows of every fold, by the real study worker, with one digest on any number of trainers.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStudyClient } from '$bridge/studyClient';
import type { Lab, Step } from '$core/lab/document';
import { defaultSearch } from '$core/nas/defaults';
import { modelFolds, outerFolds } from '$core/validation/results';
import { labOf, smallConfig, storeClasses, tuneConfig } from './support';

const client = createStudyClient();
const none = () => undefined;
let lab: Lab;
let dataset: string;

const goal = { metric: 'accuracy', direction: 'maximize' } as const;
const folds = { method: 'stratified', folds: 3 } as const;
const validate = (id: string, config: object): Step =>
  ({ id, type: 'validate', config: { objective: goal, folds, ...config } }) as Step;

beforeAll(async () => {
  dataset = await storeClasses(120, 3);
  const tune = tuneConfig({
    objective: goal,
    space: [{ path: 'features.matrix.code.components', domain: { kind: 'ordinal', values: [1, 2, 4] } }],
    sampler: { type: 'grid', options: {} },
    validation: folds,
    trials: 3,
  });
  const search = { ...defaultSearch('table'), base: { ...smallConfig(2), layers: [] }, objective: goal, trials: 3 };
  const made = labOf(
    dataset,
    [
      { id: 'line', type: 'train', config: { ...smallConfig(), layers: [] } },
      { id: 'tune', type: 'tune', config: tune },
      { id: 'nas', type: 'nas', config: search },
      validate('folds', {
        models: [{ step: 'line' }, { step: 'tune', trial: 0, params: { 'features.matrix.code.components': 4 } }],
        method: { type: 'folds' },
      }),
      validate('nested', { models: [{ step: 'tune' }], method: { type: 'nested' } }),
    ],
    'simd',
  );
  const step = { id: 'code', type: 'autoencoder', options: { components: 2, hidden: 8, epochs: 3 } };
  lab = { ...made, features: { ...made.features, matrix: [step] } };
});
afterAll(() => client.terminate());

const run = (step: string, workers: number) =>
  client.start({ labId: `${step} ${workers}`, lab, step, dataset, workers }, none);

test.each(['tune', 'nas', 'folds', 'nested'])('%s, one digest on one trainer and on two', async (step) => {
  const one = await run(step, 1);
  expect(one.state).toBe('done');
  expect(await run(step, 2)).toMatchObject({ state: 'done', digest: one.digest, best: one.best });
  const trials = await client.trials(one.id);
  expect(trials.map(({ state, error }) => [state, error?.code])).toEqual(trials.map(() => ['done', undefined]));
  if (step === 'tune') {
    expect(new Set(trials.map(({ params }) => params['features.matrix.code.components']))).toEqual(new Set([1, 2, 4]));
    // Another code is another model.
    expect(new Set(trials.map(({ metrics }) => metrics.loss)).size).toBe(3);
  }
  if (step === 'nested') expect(outerFolds(trials)).toHaveLength(3);
  const config = lab.steps.find(({ id }) => id === step)!.config;
  if (step === 'folds' && 'models' in config)
    expect(modelFolds(config, trials).map(({ whole }) => whole)).toEqual([true, true]);
});
