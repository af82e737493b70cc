// Morphism as a search: each generation descends from the best of the one before and begins where that one stood; and the
// same again. Zero-cost scores as columns, as the judge, and for choosing among proposals.
import { describe, expect, it } from 'vitest';
import { runDigest } from '$core/lab/digest';
import type { Lab, NasConfig } from '$core/lab/document';
import { exampleLab } from '$core/lab/examples/example';
import { parseLab } from '$core/lab/validate';
import { defaultSearch } from '$core/nas/defaults';
import { parentOf } from '$core/nas/strategies/morphism';
import { archSearch, type Descent } from '$core/nas/search';
import { outputUnits } from '$core/model/resolve';
import { Stream } from '$core/rng/stream';
import { pointKey } from '$core/space/points';
import { dataShape, planStep } from '$workers/lib/runPlan';
import { runStep } from '../../support/runLab';

const nas = (more: Partial<NasConfig>): NasConfig => ({
  ...defaultSearch('table'),
  objective: { metric: 'loss', direction: 'minimize' },
  ...more,
});
const lab = (config: NasConfig): Lab =>
  parseLab(
    JSON.parse(
      JSON.stringify(
        exampleLab({
          title: 'A search',
          note: '',
          data: { kind: 'bundled', id: 'penguins' },
          roles: { target: 'Species', task: 'multiclass', exclude: [] },
          steps: [{ id: 'nas', type: 'nas', config }],
        }),
      ),
    ),
  );
const training = (epochs: number, learningRate: number): NasConfig['base'] => {
  const { base } = defaultSearch('table');
  return { ...base, epochs, optimizer: { ...base.optimizer, learningRate } };
};
const done = (index: number, value: number | null, state = 'done') => ({ index, value, state }) as const;

describe('morphism', () => {
  it('descends from the best of the generation before, and of the one before that where none has a value', () => {
    const trials = [done(0, 3), done(1, 1), done(2, 1), done(3, null, 'failed'), done(4, 0.5, 'pruned'), done(5, null)];
    const of = (index: number) => parentOf(index, { neighbours: 2 }, trials as never, 'minimize');
    expect([0, 1, 2, 3, 4, 5, 6].map(of)).toEqual([null, null, 1, 1, 2, 2, 2]);
    expect(parentOf(2, { neighbours: 2 }, trials as never, 'maximize')).toBe(0);
  });

  it('children begin where their parent stood', async () => {
    const strategy = { type: 'morphism', options: { neighbours: 3, noise: 0 } };
    // So slow that nothing is learned: what a child reports is what it was born with.
    const config = nas({ trials: 9, strategy, base: training(1, 1e-8) });
    const { trials, prepared } = await runStep(lab(config), 'nas');
    expect(trials.map(({ state }) => state)).toEqual(trials.map(() => 'done'));
    const { descent } = planStep(lab(config), 'nas', dataShape(prepared)) as { descent: Descent };
    let grown = 0;
    for (const { index, metrics, params } of trials.slice(3)) {
      const parent = trials[descent.parent({ index, params }, trials)!];
      // Running statistics of batch normalisation move without learning.
      const tolerance = params.norm === 'batchNorm' ? 0.1 : 1e-5;
      expect(Math.abs(metrics.loss - parent.metrics.loss)).toBeLessThan(tolerance);
      if (pointKey(params) !== pointKey(parent.params)) grown++;
    }
    expect(grown).toBe(4);
  });

  it('learns, and gives the same bits again', async () => {
    const strategy = { type: 'morphism', options: { neighbours: 4 } };
    const config = nas({ trials: 16, strategy, base: training(4, 0.01) });
    const once = await runStep(lab(config), 'nas');
    const again = await runStep(lab(config), 'nas');
    expect((await runDigest(again.trials)).digest).toBe((await runDigest(once.trials)).digest);
    const best = (from: number, to: number) => Math.min(...once.trials.slice(from, to).map(({ value }) => value!));
    expect(best(12, 16)).toBeLessThan(best(0, 4));
  });

  it('refuses a pruner that lets networks wait for each other', () => {
    const config = nas({ strategy: { type: 'morphism', options: {} }, pruner: { type: 'asha', options: {} } });
    expect(() => lab(config)).toThrow(/morphism goes on from finished ones/);
  });
});

describe('zero-cost scores', () => {
  const base = training(1, 0.01);
  const random = { type: 'random', options: {} };

  it('stand beside the metrics, the same for the same network whatever its number', async () => {
    const config = nas({ trials: 4, base, strategy: random, proxies: ['synflow', 'snip', 'parameters'] });
    const { trials } = await runStep(lab(config), 'nas');
    for (const { metrics } of trials) {
      expect(Object.keys(metrics)).toEqual(expect.arrayContaining(['loss', 'synflow', 'snip', 'parameters']));
    }
    const turned = nas({ ...config, first: [trials[3].params, trials[0].params], trials: 2 });
    const other = await runStep(lab(turned), 'nas');
    expect(other.trials[0].metrics.synflow).toBe(trials[3].metrics.synflow);
    expect(other.trials[1].metrics.snip).toBe(trials[0].metrics.snip);
  });

  it('judge without training', async () => {
    const config = nas({ trials: 12, base, strategy: random, judge: 'parameters' });
    const { trials, best } = await runStep(lab(config), 'nas');
    expect(trials.every(({ curve }) => curve.length === 0)).toBe(true);
    expect(best!.value).toBe(Math.max(...trials.map(({ value }) => value!)));
  });

  it('choose the best of several proposals', async () => {
    const judged = await runStep(lab(nas({ trials: 20, base, strategy: random, judge: 'synflow' })), 'nas');
    const config = nas({
      trials: 8,
      base,
      strategy: random,
      proxies: ['synflow'],
      preselect: { proxy: 'synflow', of: 6 },
    });
    const { trials } = await runStep(lab(config), 'nas');
    const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
    const chosen = mean(trials.map(({ metrics }) => metrics.synflow));
    expect(chosen).toBeGreaterThan(mean(judged.trials.map(({ value }) => value!)));
    const again = await runStep(lab(config), 'nas');
    expect(again.trials.map(({ params }) => pointKey(params))).toEqual(trials.map(({ params }) => pointKey(params)));
  });

  it('a network without a score comes after those that have one', () => {
    const shape = {
      inputs: [{ id: 'features', shape: [4], dtype: 'float32' as const }],
      units: outputUnits('binary', 2),
    };
    const config = nas({ strategy: random, preselect: { proxy: 'naswot', of: 4 } });
    const search = archSearch(config, shape, (_proxy, { key }) => (key.includes('tanh') ? -5 : null));
    const { sampler, architectures } = search;
    const ask = { space: architectures.genes, trials: [], pending: [], seen: new Set<string>(), options: {} };
    let scored = 0;
    for (let index = 0; index < 20; index++) {
      const rng = Stream.of(index, 'sampler');
      const genotype = sampler.ask({ ...ask, index, direction: 'maximize', rng, shared: rng })!;
      if (genotype.activation === 'tanh') scored++;
    }
    // One in four is; of four draws one is in 68 of 100.
    expect(scored).toBeGreaterThan(9);
  });
});
