// Every sampler and every pruner under the real conductor: the same digest with 1, 2 and 4 workers whatever finishes
// first, and after being killed at any moment, 200 times in all.
import { expect, test } from 'vitest';
import type { TuneConfig } from '$core/lab/document';
import { prunerDefs } from '$core/pruners/registry';
import { Stream } from '$core/rng/stream';
import { samplerDefs } from '$core/samplers/registry';
import { emptyStore, simulate, simulatedLab } from '../support/simulatedRun';

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
const folds = { method: 'kfold', folds: 6 } as const;
const thirds = { method: 'kfold', folds: 3 } as const;

const studies: readonly (readonly [name: string, config: Partial<TuneConfig>])[] = [
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
  ['shorter trainings, TPE', { sampler: of('tpe'), pruner: of('asha'), fidelity: { of: 'epochs', least: 0.1 } }],
  ['every level of folds', { validation: folds, fidelity: { of: 'folds', least: 0.1 }, trials: 4 }],
  ['every level', { fidelity: { of: 'rows', least: 0.1 }, trials: 6 }],
];
const kills = 200;
const each = Math.ceil(kills / studies.length);
let died = 0;

test.each(studies)('%s', async (name, config) => {
  const lab = simulatedLab(config);
  const whole = (await simulate(lab, { workers: 1 }))!;
  expect(whole.info.state).toBe('done');
  for (const workers of [2, 4]) {
    const { info, trials } = (await simulate(lab, { workers, seed: workers }))!;
    expect(info.digest).toBe(whole.info.digest);
    expect(trials.map(({ curve, lineage }) => ({ curve, lineage }))).toEqual(
      whole.trials.map(({ curve, lineage }) => ({ curve, lineage })),
    );
  }
  const rng = Stream.of(5, 'kills', name);
  const store = emptyStore();
  for (let kill = 0; kill < each; kill++) {
    const turns = 1 + rng.below(Math.floor(whole.epochs / each));
    if (!(await simulate(lab, { workers: 1 + rng.below(4), seed: kill, turns, store }))) died++;
  }
  const { info, trials } = (await simulate(lab, { workers: 2, store }))!;
  expect(info.digest).toBe(whole.info.digest);
  expect(trials.map(({ curve }) => curve)).toEqual(whole.trials.map(({ curve }) => curve));
});

test('that were 200 deaths', () => expect(died).toBeGreaterThanOrEqual(kills));

test('a population in it hands weights on, and some of its members break down', async () => {
  const { trials } = (await simulate(simulatedLab({ pruner: of('population') }), { workers: 2 }))!;
  expect(trials.filter(({ lineage }) => lineage!.length > 1).length).toBeGreaterThan(3);
});
