// A study that really prunes, from the page's client through the workers to the journal, on the SIMD engine.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStudyClient } from '$bridge/studyClient';
import { decodeWeights } from '$core/model/weightsFile';
import { getArtifact } from '$store/artifacts';
import { openStore } from '$store/open';
import { smallConfig, storeClasses, tuneLab } from './support';

const client = createStudyClient();
let dataset: string;
beforeAll(async () => {
  dataset = await storeClasses();
});
afterAll(() => client.terminate());

test('the same trials are pruned on one trainer and on three; a pruned model is kept as it stood', async () => {
  const more = { base: smallConfig(8), trials: 12, width: 3, pruner: { type: 'halving', options: { eta: 2 } } };
  const lab = tuneLab(dataset, more, 'simd');
  const request = { labId: 'pruning', lab, step: 'tune', dataset };
  const one = await client.start({ ...request, workers: 1 }, () => undefined);
  const three = await client.start({ ...request, workers: 3 }, () => undefined);
  expect(three).toMatchObject({ state: 'done', trialsDone: 12, trialsTotal: 12, digest: one.digest });

  const trials = await client.trials(one.id);
  const pruned = trials.filter(({ state }) => state === 'pruned');
  expect(pruned.length).toBeGreaterThan(2);
  for (const { curve, value, metrics } of pruned) {
    expect([1, 2, 4]).toContain(curve.length);
    expect(metrics).toEqual(curve.at(-1)!.validation);
    expect(value).toBe(metrics.loss);
  }
  const done = trials.filter(({ state }) => state === 'done');
  expect(one.best!.value).toBe(Math.min(...done.map(({ value }) => value!)));

  // Trained again to keep it: it must end at the same epoch, on either run the same weights.
  const { index, params } = pruned.at(-1)!;
  const sha256 = await client.keep(one.id, index);
  expect(await client.keep(three.id, index)).toBe(sha256);
  const { weights, meta } = decodeWeights((await getArtifact(await openStore(), sha256)).bytes);
  expect(meta.trial).toBe(index);
  expect(weights.get('h1/kernel')).toHaveLength(2 * Number(params['layers.h1.units']));
});
