// Texts as token codes through the real study worker: training, tuning of the vocabulary and a search, with one digest on
// any number of trainers; the page's question for what goes into the models; and the same network on tfjs.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStudyClient } from '$bridge/studyClient';
import { createTableClient } from '$bridge/tableClient';
import type { Lab } from '$core/lab/document';
import { withTokens } from '$core/lab/tokenFeatures';
import { defaultSearch } from '$core/nas/defaults';
import { describeTable } from '$core/table/describe';
import { defaultTrainConfig } from '$core/train/config';
import { sentences } from '../../support/sentences';
import { labOf, storeTable, tuneConfig } from './support';

const client = createStudyClient();
const none = () => undefined;
const rate = { type: 'adam', learningRate: 0.01, options: {} } as const;
const base = { ...defaultTrainConfig('textTable'), epochs: 4, optimizer: { ...rate, options: {} } };
const short = { ...base, epochs: 2 };
const goal = { metric: 'accuracy', direction: 'maximize' } as const;
let lab: Lab;
let dataset: string;

beforeAll(async () => {
  const table = sentences(160, true);
  dataset = await storeTable(table, 'sentences');
  const made = labOf(
    dataset,
    [
      { id: 'train', type: 'train', config: base },
      {
        id: 'tune',
        type: 'tune',
        config: tuneConfig({
          base: short,
          objective: goal,
          space: [{ path: 'features.columns.text.encode.limit', domain: { kind: 'ordinal', values: [6, 12, 2000] } }],
          sampler: { type: 'grid', options: {} },
          trials: 3,
        }),
      },
      {
        id: 'nas',
        type: 'nas',
        config: { ...defaultSearch('textTable'), base: { ...short, layers: [] }, objective: goal, trials: 5 },
      },
    ],
    'simd',
  );
  const read = { ...made, roles: { target: 'mood', task: 'binary' as const, exclude: [] } };
  lab = withTokens(read, ['text'], (await describeTable(table)).columns);
});
afterAll(() => client.terminate());

const run = (step: string, workers: number, executor: Lab['executor'] = 'simd') =>
  client.start({ labId: `${step} ${workers} ${executor}`, lab: { ...lab, executor }, step, dataset, workers }, none);

test.each([
  ['tune', [4]],
  ['nas', [2, 4]],
])('%s, one digest on one trainer and on %j', async (step, others) => {
  const one = await run(step, 1);
  const trials = await client.trials(one.id);
  expect(trials.map(({ state, error }) => [state, error?.code])).toEqual(trials.map(() => ['done', undefined]));
  expect(new Set(trials.map(({ metrics }) => metrics.loss)).size).toBe(trials.length);
  for (const workers of others)
    expect(await run(step, workers)).toMatchObject({ state: 'done', digest: one.digest, best: one.best });
});

test('tfjs trains the network as the SIMD engine does', async () => {
  const [simd, tfjs] = [await run('train', 1), await run('train', 1, 'cpu')];
  const [[a], [b]] = [await client.trials(simd.id), await client.trials(tfjs.id)];
  expect(a.metrics.accuracy).toBe(1);
  expect(b.metrics.accuracy).toBe(1);
  expect(b.metrics.loss! / a.metrics.loss!).toBeCloseTo(1, 2);
});

test('the table worker tells the page what goes into the models', async () => {
  const table = createTableClient();
  const inputs = await table.inputs(dataset, lab);
  // A number and three cities; ten words at most.
  expect(inputs.map(({ id, shape }) => [id, shape[0]])).toEqual([
    ['features', 4],
    ['codes', 10],
  ]);
  const none = { encode: { type: 'tokens', options: { least: 1_000_000 } } };
  const broken = {
    ...lab,
    roles: { ...lab.roles, exclude: ['pages', 'city'] },
    features: { ...lab.features, columns: { text: none } },
  };
  await expect(table.inputs(dataset, broken)).rejects.toMatchObject({ code: 'no-features' });
  table.terminate();
});
