// Memory of the page and its workers before and after a study of 500 trials, as the browser measures it after a garbage
// collection (performance.measureUserAgentSpecificMemory). A first study of 100 warms everything up: trainers, code, caches.
import { createStudyClient } from '$bridge/studyClient';
import type { Lab } from '$core/lab/document';
import { defaultTrainConfig } from '$core/train/config';
import { eraseAll } from '$store/sizes';
import { openStore } from '$store/open';
import { storeClasses } from '../browser/study/support';
import { result, type Result } from './support/result';

interface Measuring {
  measureUserAgentSpecificMemory(): Promise<{ readonly bytes: number }>;
}

function labOf(sha256: string, trials: number, seed: number): Lab {
  const layers = [{ id: 'h1', type: 'dense', options: { units: 16, activation: 'relu' } }];
  const config = {
    base: { ...defaultTrainConfig('table'), layers, epochs: 3 },
    space: [
      { path: 'optimizer.learningRate', domain: { kind: 'float', low: 1e-4, high: 1e-1, log: true } as const },
      { path: 'layers.h1.units', domain: { kind: 'int', low: 2, high: 32 } as const },
    ],
    sampler: { type: 'tpe', options: {} },
    objective: { metric: 'loss', direction: 'minimize' } as const,
    trials,
    width: 2,
  };
  return {
    format: 'tablab',
    version: 1,
    title: 'Memory',
    seed,
    data: { kind: 'imported', name: 'classes', sha256 },
    roles: { target: 'label', task: 'binary', exclude: [] },
    features: { scale: 'standard', impute: 'mean', categorical: 'onehot', maxCategories: 50 },
    split: { validation: 0.25, test: 0.25 },
    executor: 'simd',
    steps: [{ id: 'tune', type: 'tune', config }],
  };
}

export async function bench(): Promise<Result[]> {
  const client = createStudyClient();
  try {
    const dataset = await storeClasses();
    const study = (trials: number, seed: number) =>
      client.start(
        { labId: `memory-${seed}`, lab: labOf(dataset, trials, seed), step: 'tune', dataset },
        () => undefined,
      );
    const measure = async () => (await (performance as unknown as Measuring).measureUserAgentSpecificMemory()).bytes;
    await study(100, 1);
    const before = await measure();
    await study(500, 2);
    const after = await measure();
    const detail = `${(before / 2 ** 20).toFixed(1)} and ${(after / 2 ** 20).toFixed(1)} MB`;
    return [result('memory after 500 trials, of that before', after / before, 'x', '<= 1.05', detail)];
  } finally {
    client.terminate();
    await eraseAll(await openStore());
  }
}
