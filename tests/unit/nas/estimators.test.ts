// The comparison of shortcuts: rank correlations against SciPy, and a real run on penguins whose parts can be checked one by
// one against trainings of their own.
import { describe, expect, it } from 'vitest';
import { exampleLab } from '$core/lab/examples/example';
import { parseLab } from '$core/lab/validate';
import type { Lab, NasConfig } from '$core/lab/document';
import { defaultSearch } from '$core/nas/defaults';
import { adviceOn, compareEstimators, type CompareContext } from '$core/nas/estimators';
import type { TrialRecord } from '$core/run/types';
import { kendall } from '$core/stats/kendall';
import { runStep } from '../../support/runLab';

describe('kendall', () => {
  // scipy 1.17.1: scipy.stats.kendalltau(a, b).statistic
  it.each([
    [[1, 2, 3, 4, 5], [3, 1, 2, 5, 4], 0.39999999999999997],
    [[1, 1, 2, 2, 3, 4], [2, 1, 2, 3, 3, 1], 0.16012815380508716],
    [[1, 1, 1], [1, 2, 3], NaN],
  ])('%j and %j: %d', (a, b, tau) => {
    if (Number.isNaN(tau)) expect(kendall(a, b)).toBeNaN();
    else expect(kendall(a, b)).toBeCloseTo(tau, 12);
  });
});

const context: CompareContext = {
  setting: { on: true, networks: 12, epochs: 2, share: 0.3, inherit: true },
  goal: { metric: 'loss', direction: 'minimize' },
  epochs: 6,
  earlyStopping: { patience: 0, minDelta: 0 },
  seed: 1,
};

describe('correlations', () => {
  const trial = (index: number, losses: number[], metrics: Record<string, number>, state = 'done'): TrialRecord =>
    ({
      index,
      params: {},
      state,
      value: losses.at(-1)!,
      metrics,
      curve: losses.map((loss, epoch) => ({ epoch, loss, validation: { loss } })),
    }) as unknown as TrialRecord;
  // The lower the loss in the end, the larger the network; after two epochs it is the other way round.
  const trials = Array.from({ length: 20 }, (_, i) =>
    trial(i, [3, 1 + i / 20, 2, 1.5, 1.2, 1 - i / 40], {
      parameters: 10 + i,
      ...(i % 2 ? { naswot: i } : {}),
      inherited: 1 - i / 40,
    }),
  );
  const { estimators, truth } = compareEstimators([...trials, trial(20, [1, 9], {}, 'failed')], context);
  const by = (name: string) => estimators.find((one) => one.name === name)!;

  it('are of what each way says, larger is better', () => {
    expect(truth).toHaveLength(20);
    expect(by('parameters').spearman).toMatchObject({ value: 1, low: expect.closeTo(1, 12), high: 1 });
    expect(by('parameters').kendall.value).toBe(1);
    expect(by('short').spearman.value).toBe(-1);
    expect(by('inherited').spearman.value).toBe(1);
    // Nobody trained on few rows.
    expect(by('fewRows')).toMatchObject({ networks: 0, spearman: { value: NaN } });
    // The best of the first five epochs: stopped three after the second one.
    expect(by('early').estimates[4]).toBe(-1.2);
    // So the first five; to the others the fifth epoch is better again.
    expect(by('early').cost).toBeCloseTo((5 * 5 + 15 * 6) / (20 * 6), 12);
  });

  it('count networks without a score as the last', () => {
    const { networks, spearman } = by('naswot');
    expect(networks).toBe(20);
    expect(spearman.value).toBeGreaterThan(0);
    expect(spearman.value).toBeLessThan(0.9);
    expect(spearman.low).toBeLessThan(spearman.value);
    expect(spearman.high).toBeGreaterThan(spearman.value);
  });

  it('lead to a plain sentence', () => {
    const show = (value: number) => value.toFixed(2);
    const all = compareEstimators(trials, context);
    expect(adviceOn(all, show)).toMatchObject({ trust: { name: 'parameters' } });
    expect(adviceOn(all, show).text).toContain('without any training');
    const only = (names: string[]) => ({
      ...all,
      estimators: all.estimators.filter(({ name }) => names.includes(name)),
    });
    expect(adviceOn(only(['inherited']), show).text).toContain('for 33 % of the work');
    expect(adviceOn(only(['short']), show)).toMatchObject({ trust: null });
    expect(adviceOn(only(['short']), show).text).toContain('train them in full');
    // What takes as long as full training ranks best, and is no shortcut.
    const whole = { ...all.estimators[0], label: 'Early stopping', cost: 1, spearman: { value: 1, low: 1, high: 1 } };
    const rough = { ...all.estimators[0], label: 'rough', cost: 0.3, spearman: { value: 0.2, low: -0.1, high: 0.4 } };
    expect(adviceOn({ ...all, estimators: [whole, rough] }, show).text).toContain('The closest is "rough"');
    expect(adviceOn({ ...all, estimators: [whole] }, show).text).not.toContain('closest');
    expect(adviceOn(compareEstimators([], context), show).text).toContain('Too few');
  });
});

describe('a comparison', () => {
  const { base } = defaultSearch('table');
  const config: NasConfig = {
    ...defaultSearch('table'),
    objective: { metric: 'loss', direction: 'minimize' },
    base: { ...base, epochs: 6 },
    compare: context.setting,
  };
  const lab = (more: Partial<NasConfig>): Lab =>
    parseLab(
      JSON.parse(
        JSON.stringify(
          exampleLab({
            title: 'Shortcuts',
            note: '',
            data: { kind: 'bundled', id: 'penguins' },
            roles: { target: 'Species', task: 'multiclass', exclude: [] },
            steps: [{ id: 'nas', type: 'nas', config: { ...config, ...more } }],
          }),
        ),
      ),
    );

  it('judges each network in all ways, each as it would be alone', async () => {
    const { trials } = await runStep(lab({}), 'nas');
    expect(trials).toHaveLength(12);
    expect(trials.every(({ state, curve }) => state === 'done' && curve.length === 6)).toBe(true);
    for (const { metrics } of trials) {
      expect(Object.keys(metrics)).toEqual(
        expect.arrayContaining(['loss', 'fewRows', 'inherited', 'synflow', 'gradNorm']),
      );
      expect(metrics.fewRows).not.toBe(metrics.loss);
    }
    const search = { compare: { ...context.setting, on: false }, strategy: { type: 'random', options: {} }, trials: 3 };
    const alone = await runStep(lab(search), 'nas');
    alone.trials.forEach(({ params, value }, i) => {
      expect(params).toEqual(trials[i].params);
      expect(value).toBe(trials[i].value);
    });
    const { estimators } = compareEstimators(trials, context);
    for (const { spearman, networks } of estimators) {
      expect(networks).toBe(12);
      expect(spearman.low <= spearman.high || Number.isNaN(spearman.value)).toBe(true);
    }
    // A short training starts alike and goes the same way: it cannot rank against the long one.
    expect(estimators.find(({ name }) => name === 'short')!.spearman.value).toBeGreaterThan(0);
  });
});
