// Every sampler, every pruner and every strategy of architecture search under the real conductor: the same digest with 1, 2
// and 4 workers whatever finishes first, and after being killed at any moment, 200 times in all. Registered ones are held to
// it without being named.
import { expect, test } from 'vitest';
import type { Lab, TuneConfig } from '$core/lab/document';
import { strategyDefs } from '$core/nas/strategies/registry';
import { prunerDefs } from '$core/pruners/registry';
import { samplerDefs } from '$core/samplers/registry';
import { killed } from '../support/kills';
import { emptyStore, simulate, simulatedCheckpoint, simulatedLab, simulatedSearch } from '../support/simulatedRun';

const options: Record<string, Record<string, number | string>> = {
  grid: { resolution: 2 },
  population: { interval: 2 },
  threshold: { upper: 4 },
  patient: { patience: 1, startupTrials: 2 },
  median: { startupTrials: 3 },
  percentile: { startupTrials: 3 },
  nsga2: { population: 6 },
  gp: { startup: 5 },
  tpe: { startup: 5 },
};
const of = (type: string) => ({ type, options: options[type] ?? {} });
const small: TuneConfig['objective'] = { metric: 'parameters', direction: 'minimize' };
const loss: TuneConfig['objective'] = { metric: 'loss', direction: 'minimize' };
const widths = { of: 'width', least: 0.1 } as const;
const folds = { method: 'kfold', folds: 6 } as const;
const thirds = { method: 'kfold', folds: 3 } as const;

const first: NonNullable<TuneConfig['enqueue']> = [
  { 'optimizer.learningRate': 0.02 },
  { 'layers.h1.units': 7, 'layers.h1.activation': 'tanh' },
];

/** Rungs where several objectives count. */
const several = (type: string): (readonly [name: string, config: Partial<TuneConfig>])[] => [
  [`${type}, loss and size`, { pruner: of(type), objectives: [small], sampler: of('nsga2') }],
  [`${type} over widths, loss and size`, { pruner: of(type), objectives: [small], fidelity: widths, trials: 8 }],
  [
    `${type} over folds, size and loss`,
    { pruner: of(type), objective: small, objectives: [loss], validation: folds, trials: 6 },
  ],
];

const tuned: readonly (readonly [name: string, config: Partial<TuneConfig>])[] = [
  ...samplerDefs.map(({ type }) => [`${type}, Hyperband`, { sampler: of(type), pruner: of('brackets') }] as const),
  ['random, none', {}],
  ...prunerDefs.map(({ type }) => [`random, ${type}`, { pruner: of(type) }] as const),
  ...['halving', 'hyperband', 'asha', 'brackets'].flatMap((type) => [
    [`${type} over rows`, { pruner: of(type), fidelity: { of: 'rows', least: 0.1 } }] as const,
    [
      `${type} over widths, BOHB`,
      { sampler: of('bohb'), pruner: of(type), fidelity: { of: 'width', least: 0.1 } },
    ] as const,
    [
      `${type} over rows, cross-validated`,
      { pruner: of(type), validation: thirds, fidelity: { of: 'rows', least: 0.1 }, trials: 6 },
    ] as const,
    [
      `${type} over numbers of folds`,
      { pruner: of(type), validation: folds, fidelity: { of: 'folds', least: 0.1 }, trials: 6 },
    ] as const,
    [`${type} over folds`, { pruner: of(type), validation: folds, trials: 8 }] as const,
  ]),
  ...['halving', 'hyperband', 'asha', 'brackets'].flatMap(several),
  ['shorter trainings, TPE', { sampler: of('tpe'), pruner: of('asha'), fidelity: { of: 'epochs', least: 0.1 } }],
  ...['auto', 'tpe', 'gp', 'cmaes', 'localSearch'].map(
    (type) => [`${type}, points to try first`, { sampler: of(type), enqueue: first }] as const,
  ),
  ['asha over resolutions', { pruner: of('asha'), fidelity: { of: 'resolution', least: 0.25 } }],
  ['every level of folds', { validation: folds, fidelity: { of: 'folds', least: 0.1 }, trials: 4 }],
  ['every level', { fidelity: { of: 'rows', least: 0.1 }, trials: 6 }],
];
const studies: readonly (readonly [name: string, lab: Lab])[] = [
  ...tuned.map(([name, config]) => [name, simulatedLab(config)] as const),
  // What one that relaxes the space does before its first trial runs on tfjs (tests/browser/study/darts.test.ts); here it has
  // been done, and its trials are killed and resumed like others.
  ...strategyDefs.map(({ type }) => [`networks by ${type}`, simulatedSearch(type)] as const),
  ...(['rows', 'epochs'] as const).map((by) => {
    const levels = { fidelity: { of: by, least: 0.1 }, pruner: of('asha') };
    return [`networks by evolution over ${by}`, simulatedSearch('evolution', levels)] as const;
  }),
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

test('networks that descend from others go on from their weights, also after deaths', async () => {
  const type = strategyDefs.find(({ lineage }) => lineage)!.type;
  const store = emptyStore();
  await simulate(simulatedSearch(type), { workers: 2, store });
  // A group's weights are kept for the next one.
  expect(store.weights.size).toBeGreaterThan(4);
});

test('that were 200 deaths', () => expect(died).toBeGreaterThanOrEqual(kills));

test('a population in it hands weights on, and some of its members break down', async () => {
  const { trials } = (await simulate(simulatedLab({ pruner: of('population') }), { workers: 2 }))!;
  expect(trials.filter(({ lineage }) => lineage!.length > 1).length).toBeGreaterThan(3);
});
