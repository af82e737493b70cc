// Every sampler, every pruner and every strategy of architecture search under the real conductor: the same digest with 1, 2
// and 4 workers whatever finishes first, and after being killed at any moment, 200 times in all. Registered ones are held to
// it without being named.
import { expect, test } from 'vitest';
import type { Lab, TuneConfig } from '$core/lab/document';
import { strategyDefs } from '$core/nas/strategies/registry';
import { prunerDefs } from '$core/pruners/registry';
import { samplerDefs } from '$core/samplers/registry';
import { chosen, killMatrix, sampled } from '../support/killMatrix';
import { killed } from '../support/kills';
import { emptyStore, simulate, simulatedCheckpoint, simulatedLab, simulatedSearch } from '../support/simulatedRun';

const first: NonNullable<TuneConfig['enqueue']> = [
  { 'optimizer.learningRate': 0.02 },
  { 'layers.h1.units': 7, 'layers.h1.activation': 'tanh' },
];
const folds = { method: 'kfold', folds: 6 } as const;
const bohb = { sampler: chosen('bohb') };

const small: TuneConfig['objective'] = { metric: 'parameters', direction: 'minimize' };
const loss: TuneConfig['objective'] = { metric: 'loss', direction: 'minimize' };
const widths = { of: 'width', least: 0.1 } as const;

/** Rungs where several objectives count. */
const several = (type: string): (readonly [name: string, config: Partial<TuneConfig>])[] => [
  [`${type}, loss and size`, { pruner: chosen(type), objectives: [small], sampler: chosen('nsga2') }],
  [`${type} over widths, loss and size`, { pruner: chosen(type), objectives: [small], fidelity: widths, trials: 8 }],
  [
    `${type} over folds, size and loss`,
    { pruner: chosen(type), objective: small, objectives: [loss], validation: folds, trials: 6 },
  ],
];

const { pairs, refused } = killMatrix();
const tuned: readonly (readonly [name: string, config: Partial<TuneConfig>])[] = [
  ...['halving', 'hyperband', 'asha', 'brackets'].flatMap(several),
  ...['auto', 'tpe', 'gp', 'cmaes', 'localSearch'].map(
    (type) => [`${type}, points to try first`, { sampler: chosen(type), enqueue: first }] as const,
  ),
  ['BOHB, ASHA over widths', { ...bohb, pruner: chosen('asha'), fidelity: { of: 'width', least: 0.1 } }],
  ['asha over resolutions', { pruner: chosen('asha'), fidelity: { of: 'resolution', least: 0.25 } }],
  ['every level of folds', { validation: folds, fidelity: { of: 'folds', least: 0.1 }, trials: 4 }],
  ['every level', { fidelity: { of: 'rows', least: 0.1 }, trials: 6 }],
];
const studies: readonly (readonly [name: string, lab: Lab])[] = [
  ...tuned.map(([name, config]) => [name, simulatedLab(config)] as const),
  // All of them: npm run bench -- kills. What a strategy that relaxes the space does before its first trial runs on tfjs
  // (tests/browser/study/darts.test.ts); here it has been done, and its trials are killed and resumed like others.
  ...sampled(pairs, 6).map(({ name, lab }) => [name, lab] as const),
];
const kills = 200;
const each = Math.ceil(kills / studies.length);
let died = 0;

test.each(studies)('%s', async (name, lab) => {
  const whole = (await simulate(lab, { workers: 1 }))!;
  expect(whole.info.state).toBe('done');
  for (const workers of [2, 4]) {
    const { info, trials } = (await simulate(lab, { workers, seed: workers }))!;
    expect(info.digest).toBe(whole.info.digest);
    expect(trials.map(({ curve, lineage }) => ({ curve, lineage }))).toEqual(
      whole.trials.map(({ curve, lineage }) => ({ curve, lineage })),
    );
  }
  const { info, trials, deaths } = await killed(lab, { whole, name, lives: each });
  died += deaths.length;
  expect(info.digest).toBe(whole.info.digest);
  expect(trials.map(({ curve }) => curve)).toEqual(whole.trials.map(({ curve }) => curve));
  for (const { again, workers } of deaths) expect(again).toBeLessThanOrEqual(workers * simulatedCheckpoint);
});

test('the studies have every sampler, strategy and pruner; what is left out the product refuses', () => {
  const drawn = new Set(sampled(pairs, 6).flatMap(({ has }) => has.flatMap((part) => part.split(/[ ,]/))));
  for (const { type } of [...samplerDefs, ...prunerDefs, ...strategyDefs]) expect(drawn).toContain(type);
  expect(Object.keys(refused).sort()).toEqual([
    'fidelity-no-rungs',
    'folds-nas',
    'folds-no-curve',
    'folds-no-rungs',
    'nas-morphism-fidelity',
    'nas-morphism-rungs',
    'population-nas',
    'pruner-no-folds',
    'sampler-one-objective',
  ]);
});

test('networks that descend from others go on from their weights, also after deaths', async () => {
  const type = strategyDefs.find(({ lineage }) => lineage)!.type;
  const store = emptyStore();
  await simulate(simulatedSearch(type), { workers: 2, store });
  // A group's weights are kept for the next one.
  expect(store.weights.size).toBeGreaterThan(4);
});

test('that were 200 deaths', () => expect(died).toBeGreaterThanOrEqual(kills));

test('a population in it hands weights on, and some of its members break down', async () => {
  const { trials } = (await simulate(simulatedLab({ pruner: chosen('population') }), { workers: 2 }))!;
  expect(trials.filter(({ lineage }) => lineage!.length > 1).length).toBeGreaterThan(3);
});
