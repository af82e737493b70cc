// Networks that a search proposes are trained by the engine as they are; the search gives the same digest again.
import { expect, it } from 'vitest';
import { runDigest } from '$core/lab/digest';
import type { Lab, NasConfig } from '$core/lab/document';
import { exampleLab } from '$core/lab/examples/example';
import { parseLab } from '$core/lab/validate';
import { defaultSearch } from '$core/nas/defaults';
import { prepare } from '$core/pipeline/prepare';
import { loadDataset } from '$datasets/load';
import { Trainer } from '$engine/train/trainer';
import { archSearch } from '$core/nas/search';
import { planTrial } from '$engine/train/plan';
import { Stream } from '$core/rng/stream';
import { readAsset } from '../../support/datasets';
import { runStep } from '../../support/runLab';

const nas = (more: Partial<NasConfig>, kind: 'table' | 'image' = 'table'): NasConfig => {
  const search = defaultSearch(kind);
  const objective = { metric: 'accuracy', direction: 'maximize' } as const;
  return { ...search, objective, ...more };
};
const penguins = (config: NasConfig): Lab =>
  exampleLab({
    title: 'A search',
    note: '',
    data: { kind: 'bundled', id: 'penguins' },
    roles: { target: 'Species', task: 'multiclass', exclude: [] },
    steps: [{ id: 'nas', type: 'nas', config }],
  });

it('the defaults find good networks for a table, and the same again', async () => {
  const base = { ...defaultSearch('table').base, epochs: 5 };
  const lab = parseLab(JSON.parse(JSON.stringify(penguins(nas({ trials: 24, base })))));
  const once = await runStep(lab, 'nas');
  expect(once.trials.map(({ state }) => state)).toEqual(once.trials.map(() => 'done'));
  expect(once.best!.value).toBeGreaterThan(0.95);
  const again = await runStep(lab, 'nas');
  expect((await runDigest(again.trials)).digest).toBe((await runDigest(once.trials)).digest);
});

it('codes of categories reach an embedding', async () => {
  const base = { ...defaultSearch('table').base, epochs: 2 };
  const lab = penguins(nas({ trials: 4, base, strategy: { type: 'random', options: {} } }));
  const { trials } = await runStep({ ...lab, features: { ...lab.features, categorical: 'codes' } }, 'nas');
  expect(trials.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done']);
  expect(trials[0].params).toHaveProperty('embedding');
});

/** 256 digits for training and as many to judge by; read once. */
const digits = fewDigits();
async function fewDigits() {
  const whole = prepare(await loadDataset({ kind: 'bundled', id: 'digits' }, readAsset), {
    ...penguins(nas({})),
    roles: { target: 'digit', task: 'multiclass', exclude: [] },
  });
  const rows = 256;
  const few = (arrays: typeof whole.train) => ({
    ...arrays,
    rows,
    features: arrays.features.slice(0, rows * 784),
    target: arrays.target.slice(0, rows),
  });
  return { ...whole, train: few(whole.train), validation: few(whole.validation), test: few(whole.test) };
}

it.each(['image', 'cell201', 'nasnet'])('networks of the space %s learn digits', async (type) => {
  const prepared = await digits;
  const trainer = new Trainer({ now: () => 0 });
  await trainer.load('few', prepared);
  const space: NasConfig['space'] = { type, options: type === 'image' ? {} : { channels: 4 } };
  const search = archSearch(nas({ space, limits: { flops: 1e6 } }, 'image'), { inputs: prepared.inputs, units: 10 });
  const ask = { space: search.architectures.genes, trials: [], pending: [], seen: new Set<string>() };
  for (let index = 0; index < 4; index++) {
    const rng = Stream.of(index, 'sampler');
    const genotype = search.sampler.ask({ ...ask, index, direction: 'maximize', rng, shared: rng, options: {} })!;
    const config = { ...search.configOf(genotype), epochs: 2 };
    expect(planTrial(config, prepared, 1, index).spec.layers.length).toBeGreaterThan(1);
    const objective = { metric: 'loss', direction: 'minimize' } as const;
    const job = {
      dataId: 'few',
      config,
      seed: 1,
      trial: index,
      executor: 'simd',
      objective,
      checkpointEvery: 0,
    } as const;
    const { record } = await trainer.run(job, () => undefined);
    expect(record.error).toBeUndefined();
    expect(record.state).toBe('done');
    expect(record.curve[1].loss).toBeLessThan(record.curve[0].loss);
  }
  if (type !== 'cell201') return;
  // The same tensor twice into a sum: its gradient must count twice.
  const twice = { e01: 'skip', e02: 'none', e12: 'none', e03: 'skip', e13: 'skip', e23: 'none' };
  const once = { ...twice, e13: 'conv1x1' };
  for (const genes of [twice, once]) {
    const config = { ...search.configOf(genes), epochs: 2 };
    const objective = { metric: 'loss', direction: 'minimize' } as const;
    const job = { dataId: 'few', config, seed: 1, trial: 0, executor: 'simd', objective, checkpointEvery: 0 } as const;
    const { record } = await trainer.run(job, () => undefined);
    expect(record.error).toBeUndefined();
    expect(record.curve[1].loss).toBeLessThan(record.curve[0].loss);
  }
});
