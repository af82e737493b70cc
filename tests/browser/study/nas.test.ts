// An architecture search through the study worker and real trainers: the same on one and on two, sound networks only, and
// one of them trained again under other seeds.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStudyClient } from '$bridge/studyClient';
import type { NasConfig } from '$core/lab/document';
import { defaultSearch } from '$core/nas/defaults';
import { archSearch } from '$core/nas/search';
import type { Repeat, RunInfo, TrialRecord } from '$core/run/types';
import { pointKey } from '$core/space/points';
import { labOf, storeClasses, Watcher } from './support';

const client = createStudyClient();
let dataset: string;
beforeAll(async () => {
  dataset = await storeClasses();
});
afterAll(() => client.terminate());

const search = defaultSearch('table');
const config: NasConfig = {
  ...search,
  base: { ...search.base, epochs: 2 },
  limits: { parameters: 2000 },
  strategy: { type: 'pnas', options: { best: 3 } },
  objective: { metric: 'loss', direction: 'minimize' },
  trials: 12,
};

test('a search runs on workers, and its networks under other seeds', async () => {
  const lab = labOf(dataset, [{ id: 'nas', type: 'nas', config }], 'simd');
  const run = (workers: number) => client.start({ labId: 'nas', lab, step: 'nas', dataset, workers }, () => undefined);
  const [one, two] = [await run(1), await run(2)];
  expect(two).toMatchObject({ state: 'done', trialsDone: 12, workers: 2 });
  expect(two.digest).toBe(one.digest);

  const trials = await client.trials(two.id);
  const shape = { inputs: [{ id: 'features', shape: [2], dtype: 'float32' as const }], units: 1 };
  const { architectures } = archSearch(config, shape);
  for (const { params } of trials) expect(architectures.network(params).cost.parameters).toBeLessThanOrEqual(2000);
  expect(new Set(trials.map(({ params }) => pointKey(params))).size).toBe(12);

  const best = two.best!.trial;
  type Again = { trial: TrialRecord; tested: boolean; info: RunInfo };
  const again = async (seed?: Repeat['seed']): Promise<Again> => {
    const watcher = new Watcher();
    const info = await client.trainLonger(two.id, best, 0, watcher.on, seed);
    const tested = watcher.updates.some((one) => one.type === 'predictions' && one.predictions.split === 'test');
    return { trial: (await client.trials(info.id))[0], tested, info };
  };
  const searched = trials.find(({ index }) => index === best)!;
  // The trial's own seed gives its own curve, another one another.
  expect((await again()).trial.curve.map(({ loss }) => loss)).toEqual(searched.curve.map(({ loss }) => loss));
  const other = await again({ number: 0, of: 2 });
  expect(other.info.again).toEqual({ run: two.id, trial: best, seed: { number: 0, of: 2 } });
  expect((await again({ number: 1, of: 2 })).trial.curve[0].loss).not.toBe(other.trial.curve[0].loss);
  expect(other.trial.curve).toHaveLength(2);
  expect(other.trial.curve[0].loss).not.toBe(searched.curve[0].loss);
  expect(other.tested).toBe(true);
});
