// An architecture search that was saved as JSON comes back whole: its trials to the bit, its genes, and its networks.
import { describe, expect, test } from 'vitest';
import { runEventSchema } from '$core/archive/schemas';
import { runDigest } from '$core/lab/digest';
import { defaultFeatures, defaultSplit, type Lab, type NasConfig } from '$core/lab/document';
import { plainShape } from '$core/nas/dataShape';
import { defaultSearch } from '$core/nas/defaults';
import { archSearch } from '$core/nas/search';
import type { DataShape } from '$core/nas/space';
import { Stream } from '$core/rng/stream';
import { importedRun } from '$core/run/importStudy/asRun';
import { readStudyFile } from '$core/run/importStudy/read';
import type { RunInfo, TrialRecord } from '$core/run/types';
import { samplePoint } from '$core/space/points';
import * as v from 'valibot';
import { asStudy } from '$features/nas/archStudy';
import { trialsJsonParts } from '$features/tune/trialsJson';

const row: DataShape = { inputs: [{ id: 'features', shape: [5], dtype: 'float32' }], units: 3 };
const image: DataShape = { inputs: [{ id: 'features', shape: [12, 12, 1], dtype: 'float32' }], units: 4 };
const text: DataShape = {
  inputs: [{ id: 'codes', shape: [9], dtype: 'int32', vocabulary: 30, padding: [0] }],
  units: 2,
};
const objective = { metric: 'accuracy', direction: 'maximize' } as const;
const settings: [string, NasConfig, DataShape][] = [
  ['table', { ...defaultSearch('table'), objective, pruner: { type: 'median', options: {} } }, row],
  ['image', { ...defaultSearch('image'), objective }, image],
  ['cell201', { ...defaultSearch('image'), objective, space: { type: 'cell201', options: {} }, limits: {} }, image],
  ['nasnet', { ...defaultSearch('image'), objective, space: { type: 'nasnet', options: {} }, judge: 'synflow' }, image],
  ['sequence', { ...defaultSearch('text'), objective }, text],
];

function searched(config: NasConfig, shape: DataShape): TrialRecord[] {
  const { genes } = archSearch(config, shape).architectures;
  return Array.from({ length: 5 }, (_, index) => {
    const value = index === 3 ? null : 0.1 * (index + 1) + 1e-17;
    const metrics = { loss: index === 2 ? NaN : 1 / (index + 3), accuracy: value ?? NaN, synflow: 3 + index };
    return {
      index,
      params: samplePoint(genes, Stream.of(index, 'test')),
      state: index === 3 ? 'failed' : index === 1 ? 'pruned' : 'done',
      value: config.judge ? metrics.synflow : value,
      metrics,
      curve: [0, 1].map((epoch) => ({ epoch, loss: epoch === 0 ? NaN : 0.3, validation: { accuracy: 0.2 * epoch } })),
      bestEpoch: 1,
      executor: 'simd',
      backend: 'simd',
      attempts: 1,
      seconds: 0.25,
      startedAt: 1e12 + index,
    };
  });
}
const saved = (config: NasConfig, shape: DataShape, trials: readonly TrialRecord[], networks = true) => {
  const study = asStudy(config, archSearch(config, shape));
  const parts = trialsJsonParts(
    { id: 'r' } as RunInfo,
    study,
    trials,
    networks ? { config, shape: plainShape(shape) } : undefined,
  );
  return [...parts].join('');
};
const read = (file: string) => readStudyFile(new TextEncoder().encode(file), 'cells.json');
const lab: Lab = {
  format: 'tablab',
  version: 1,
  title: 'Another lab',
  seed: 1,
  data: { kind: 'bundled', id: 'penguins' },
  roles: { target: 'Species', task: 'multiclass', exclude: [] },
  features: defaultFeatures,
  split: defaultSplit,
  executor: 'simd',
  steps: [{ id: 'nas', type: 'nas', config: { ...defaultSearch('table'), objective } }],
};
const wishes = {
  ...{ lab, labId: 'l', step: 'nas', datasetSha256: '0'.repeat(64) },
  ...{ directions: ['maximize' as const], paths: {}, id: 'i', at: 5, asNetworks: true },
};

describe.each(settings)('a saved search of the space %s', (type, config, shape) => {
  test('comes back with the same trials, digest, genes and networks', async () => {
    const trials = searched(config, shape);
    const [study] = read(saved(config, shape, trials));
    const { events, info } = await importedRun(study, wishes);
    expect(events.flatMap((event) => (event.type === 'told' ? [event.trial] : []))).toEqual(trials);
    expect(info).toMatchObject({
      stepType: 'nas',
      state: 'done',
      trialsDone: 5,
      digest: (await runDigest(trials)).digest,
    });
    expect(info.best).toMatchObject({ trial: 4, metric: type === 'nasnet' ? 'synflow' : 'accuracy' });
    const [opened] = events;
    if (opened.type !== 'opened') throw new Error('a run begins with its opening');
    const [step] = opened.lab.steps;
    expect(step).toEqual({ id: 'nas', type: 'nas', config });
    expect(opened.imported).toMatchObject({ source: 'Saved trials', name: 'cells', shape });
    const again = archSearch((step as { config: NasConfig }).config, opened.imported!.shape!).architectures;
    const first = archSearch(config, shape).architectures;
    expect(again.genes).toEqual(opened.imported!.space);
    for (const { params } of trials) expect(again.judge(params).network).toEqual(first.judge(params).network);
    expect(trials.some(({ params }) => first.judge(params).network)).toBe(true);
    // It can be kept in an archive like any other run.
    for (const event of events) expect(v.safeParse(runEventSchema, event).success).toBe(true);
  });
});

const refusal = async (what: () => unknown): Promise<{ code: string; message: string }> => {
  try {
    await what();
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error('it was taken');
};

describe('what is no search is refused in words', () => {
  const [, config, shape] = settings[2];
  const trials = searched(config, shape);
  const file = JSON.parse(saved(config, shape, trials)) as {
    networks: { config: NasConfig; shape: { inputs: object[]; units: number } };
    config: { space: { path: string; domain: object }[] };
    trials: { index: number; params: Record<string, string> }[];
  };
  const changed = (change: (copy: typeof file) => unknown) => {
    const copy = structuredClone(file);
    change(copy);
    return () => read(JSON.stringify(copy, null, 1));
  };
  test.each([
    [
      'another space',
      changed(({ networks }) => (networks.config.space = { type: 'nope', options: {} })),
      /networks cannot be made/,
    ],
    [
      'a table for cells',
      changed(({ networks }) => (networks.shape.inputs = [...row.inputs])),
      /networks cannot be made/,
    ],
    ['no numbers to come out', changed(({ networks }) => (networks.shape.units = 0)), /networks\.shape\.units/],
    [
      'a key that is not known',
      changed(({ networks }) => Object.assign(networks.config, { more: 1 })),
      /networks\.config/,
    ],
    ['other genes', changed(({ config }) => config.space.reverse()), /genes are not those/],
    ['a gene that is missing', changed(({ trials }) => delete trials[2].params.e01), /trial 2 is no genotype/],
    ['an epoch below 0', changed(({ trials }) => Object.assign(trials[1], { bestEpoch: -1 })), /trial 1 .*bestEpoch/],
  ])('%s', async (_, what, words) => {
    const { code, message } = await refusal(what);
    expect(code).toBe('import-study');
    expect(message).toMatch(words);
  });

  test('trials without what networks follow from are a study of settings, and say so where networks are asked for', async () => {
    const [study] = read(saved(config, shape, trials, false));
    expect(study.networks).toBeUndefined();
    expect(study.trials).toHaveLength(5);
    expect((await refusal(() => importedRun(study, wishes))).code).toBe('import-networks');
  });

  test('a setting that the lab cannot hold is refused with its reason', async () => {
    const [study] = read(saved(config, shape, trials));
    const refused = await refusal(() =>
      importedRun({ ...study, networks: { ...study.networks!, config: { ...config, trials: 0 } } }, wishes),
    );
    expect(refused.code).toBe('import-study');
    expect(refused.message).toMatch(/setting cannot be kept/);
  });
});
