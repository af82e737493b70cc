// Texts as token codes through training and search: what a network for sequences learns of the order of words, alone and
// with numbers beside, under every strategy; and what cannot be done says so.
import { describe, expect, it, test } from 'vitest';
import { TablabError } from '$core/errors/error';
import { runDigest } from '$core/lab/digest';
import type { Lab, NasConfig, Step } from '$core/lab/document';
import { exampleLab } from '$core/lab/examples/example';
import { kindOfData, texts, withTokens } from '$core/lab/tokenFeatures';
import { parseLab } from '$core/lab/validate';
import { defaultSearch } from '$core/nas/defaults';
import { strategyDefs } from '$core/nas/strategies/registry';
import { describeTable } from '$core/table/describe';
import { defaultTrainConfig, type TrainConfig } from '$core/train/config';
import { newStep } from '$features/lab/newStep';
import { presets } from '$features/model/presets';
import { resolveModel } from '$core/model/resolve';
import { prepare } from '$core/pipeline/prepare';
import { runStep } from '../../support/runLab';
import { sentences } from '../../support/sentences';

const table = sentences(240);
const mixed = sentences(240, true);
const sha256 = '0'.repeat(64);
const labOf = (steps: readonly Step[]): Lab =>
  exampleLab({
    title: 'Sentences',
    note: '',
    data: { kind: 'imported', name: 'sentences', sha256 },
    roles: { target: 'mood', task: 'binary', exclude: [] },
    steps: [...steps],
  });
const columnsOf = async (own = table) => (await describeTable(own)).columns;
/** As a link or file brings it. */
const read = (lab: Lab): Lab => parseLab(JSON.parse(JSON.stringify(lab)));
const train = (config: TrainConfig): Step => ({ id: 'train', type: 'train', config });
const nas = (more: Partial<NasConfig>, kind: 'table' | 'text' = 'text'): Step => {
  const search = defaultSearch(kind);
  const config = { ...search, objective: { metric: 'accuracy', direction: 'maximize' } as const, ...more };
  return { id: 'nas', type: 'nas', config };
};
const quick = {
  ...defaultSearch('text').base,
  epochs: 3,
  optimizer: { type: 'adam', learningRate: 0.01, options: {} },
} as TrainConfig;

describe('one network', () => {
  it('learns what counting words cannot tell', async () => {
    const counted = { ...labOf([train(defaultTrainConfig('table'))]) };
    const words = { ...counted, features: { ...counted.features, columns: { text: { encode: { type: 'tfidf' } } } } };
    const before = await runStep(words, 'train', { own: table });
    expect(before.trials[0].metrics.accuracy).toBeLessThan(0.7);
    const lab = read(withTokens(words, ['text'], await columnsOf()));
    // What was there for numbers without a touch has become a network for texts.
    expect(lab.steps).toEqual([train(defaultTrainConfig('text'))]);
    const after = await runStep(lab, 'train', { own: table });
    expect(after.prepared.inputs.map(({ id }) => id)).toEqual(['codes']);
    expect(after.trials[0].metrics.accuracy).toBe(1);
    const again = await runStep(lab, 'train', { own: table });
    expect((await runDigest(again.trials)).digest).toBe((await runDigest(after.trials)).digest);
  });

  it('takes numbers and categories beside the text', async () => {
    const columns = await columnsOf(mixed);
    const lab = withTokens(labOf([train(defaultTrainConfig('table'))]), ['text'], columns);
    expect(kindOfData(columns, lab)).toBe('textTable');
    const { prepared, trials } = await runStep(read(lab), 'train', { own: mixed });
    expect(prepared.inputs.map(({ id, shape }) => [id, shape.length === 1])).toEqual([
      ['features', true],
      ['codes', true],
    ]);
    expect(trials[0].metrics.accuracy).toBe(1);
  });

  test.each(presets.filter(({ for: kind }) => kind === 'text' || kind === 'textTable'))(
    'preset $id fits its data',
    async ({ layers, for: kind }) => {
      const own = kind === 'text' ? table : mixed;
      const { inputs } = prepare(own, withTokens(labOf([]), ['text'], await columnsOf(own)));
      const spec = resolveModel(layers, inputs, 1);
      const used = new Set(spec.layers.flatMap((layer) => layer.inputs));
      expect(inputs.every(({ id }) => used.has(id))).toBe(true);
    },
  );

  it('numbers are not mistaken for codes, nor codes for numbers', async () => {
    const tokens = withTokens(labOf([]), ['text'], await columnsOf());
    const { inputs } = prepare(table, tokens);
    expect(() => resolveModel(defaultTrainConfig('table').layers, inputs, 1)).toThrow(TablabError);
    expect(() => resolveModel([], inputs, 1)).toThrow(TablabError);
  });
});

describe('a lab that reads a text in order', () => {
  it('starts its steps with networks for it, and changes none that a person made', async () => {
    const columns = await columnsOf();
    const mine = { ...defaultTrainConfig('table'), layers: [{ id: 'mine', type: 'dense', options: { units: 3 } }] };
    const old = labOf([
      { ...train(defaultTrainConfig('table')), id: 'a' },
      { ...train(mine), id: 'b' },
      nas({}, 'table'),
    ]);
    expect(texts(columns, old)).toEqual(['text']);
    const lab = withTokens({ ...old, roles: { ...old.roles, exclude: ['text'] } }, ['text'], columns);
    expect(lab.roles.exclude).toEqual([]);
    expect(texts(columns, lab)).toEqual([]);
    expect(lab.steps[1]).toEqual(old.steps[1]);
    const [a, , search] = lab.steps;
    expect(a.type === 'train' && a.config.layers[0].type).toBe('embedding');
    expect(search).toEqual(nas({}));
    // A tune or search that is added starts from the network that takes the codes, not from the one that does not.
    const tune = newStep({ ...lab, steps: [a, lab.steps[1]] }, 'tune', 'text');
    expect(tune.type === 'tune' && tune.config.base.layers).toEqual(defaultTrainConfig('text').layers);
    expect(tune.type === 'tune' && tune.config.space.map(({ path }) => path)).toContain('layers.c1.filters');
    const found = newStep(lab, 'nas', 'text');
    expect(found.type === 'nas' && found.config.space.type).toBe('sequence');
  });
});

describe('a search over networks for sequences', () => {
  const searched = (more: Partial<NasConfig>) => labOf([nas({ base: quick, ...more })]);
  it('finds those that hear the order, and the same again', async () => {
    const lab = read(withTokens(searched({ trials: 8 }), ['text'], await columnsOf()));
    const once = await runStep(lab, 'nas', { own: table });
    expect(once.trials.map(({ state }) => state)).toEqual(once.trials.map(() => 'done'));
    expect(once.best!.value).toBeGreaterThan(0.95);
    const again = await runStep(lab, 'nas', { own: table });
    expect((await runDigest(again.trials)).digest).toBe((await runDigest(once.trials)).digest);
  });

  // Fewer rows have other words and other lengths: each level and fold has an embedding of its own size.
  const random = { type: 'random', options: {} };
  const short = { ...quick, epochs: 2 };
  it.each([
    ['fewer rows first', { fidelity: { of: 'rows', least: 0.2 }, pruner: { type: 'asha', options: {} }, trials: 6 }],
    ['narrower first', { fidelity: { of: 'width', least: 0.3 }, pruner: { type: 'asha', options: {} }, trials: 6 }],
    ['shortcuts compared', { compare: { on: true, networks: 5, epochs: 1, share: 0.4, inherit: true } }],
    ['by a score of the untrained network', { judge: 'synflow', trials: 4 }],
  ] as [string, Partial<NasConfig>][])('%s', async (_, more) => {
    const lab = read(
      withTokens(searched({ base: short, strategy: random, ...more }), ['text'], await columnsOf(mixed)),
    );
    const { trials } = await runStep(lab, 'nas', { own: mixed });
    expect(trials.map(({ error }) => error?.code)).toEqual(trials.map(() => undefined));
    expect(trials.some(({ state }) => state === 'done')).toBe(true);
  });

  it('validates on folds, each with a vocabulary of its own', async () => {
    const validate = {
      models: [{ step: 'train' }],
      objective: { metric: 'accuracy', direction: 'maximize' },
      folds: { method: 'stratified', folds: 3 },
      method: { type: 'folds' },
    } as const;
    const steps = [
      train({ ...defaultTrainConfig('text'), epochs: 6 }),
      { id: 'folds', type: 'validate', config: validate },
    ];
    const lab = read(withTokens(labOf(steps as unknown as Step[]), ['text'], await columnsOf()));
    const { trials } = await runStep(lab, 'folds', { own: table });
    expect(trials.map(({ error }) => error?.code)).toEqual(trials.map(() => undefined));
    expect(Math.min(...trials.map(({ metrics }) => metrics.accuracy!))).toBeGreaterThan(0.9);
  });

  const run = async (type: string, own = table) => {
    const options: NasConfig['strategy']['options'] = type === 'oneShot' ? { epochs: 2, candidates: 6 } : {};
    const base = { ...quick, epochs: 1 };
    const lab = searched({ trials: 3, base, strategy: { type, options } });
    return runStep(withTokens(lab, ['text'], await columnsOf(own)), 'nas', { own });
  };
  const possible = strategyDefs.map(({ type }) => type).filter((type) => type !== 'darts' && type !== 'grid');
  test.each(possible)('%s', async (type) => {
    for (const own of [table, mixed]) {
      const { trials } = await run(type, own);
      expect(trials.map(({ state, error }) => [state, error?.code])).toEqual(trials.map(() => ['done', undefined]));
    }
  });
  test.each(['darts', 'grid'])('%s says what it cannot do', async (type) => {
    await expect(run(type)).rejects.toBeInstanceOf(TablabError);
  });
});
