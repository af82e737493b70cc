// Every strategy keeps the contract: nothing invalid, too large or twice; the same answers again, also after a resume and
// for another number of workers.
import { describe, expect, it, vi } from 'vitest';
import { defaultTrainConfig } from '$core/train/config';
import type { NasSetting } from '$core/nas/config';
import { archSearch } from '$core/nas/search';
import type { DataShape } from '$core/nas/space';
import { Predictor } from '$core/nas/strategies/pnas/predictor';
import { strategyDefs } from '$core/nas/strategies/registry';
import { Stream } from '$core/rng/stream';
import { Study, type StudyPlan } from '$core/run/study';
import type { RunEvent, TrialRecord } from '$core/run/types';
import { pointKey } from '$core/space/points';

const picture: DataShape = { inputs: [{ id: 'features', shape: [8, 8, 1], dtype: 'float32' }], units: 4 };
const row: DataShape = { inputs: [{ id: 'features', shape: [5], dtype: 'float32' }], units: 1 };

type Config = Parameters<typeof archSearch>[0];
const setting = (space: string, strategy: string, more: Partial<NasSetting> = {}): Config => ({
  objective: { metric: 'accuracy', direction: 'maximize' },
  base: { ...defaultTrainConfig('image'), layers: [] },
  space: { type: space, options: {} },
  limits: { parameters: 8000 },
  strategy: { type: strategy, options: {} },
  trials: 60,
  width: 3,
  ...more,
});

/** A made-up value of a genotype: smooth enough to be searched, with failures and pruned trials among it. */
function valueOf(params: TrialRecord['params']): number {
  return Object.entries(params).reduce((sum, [gene, value]) => {
    const rng = Stream.of(3, 'value', gene, String(value));
    return sum + rng.uniform();
  }, 0);
}

function told(index: number, params: TrialRecord['params']): TrialRecord {
  const state = index % 11 === 7 ? 'failed' : index % 7 === 3 ? 'pruned' : 'done';
  const value = state === 'failed' ? null : valueOf(params);
  const base = { metrics: {}, curve: [], bestEpoch: null, executor: 'simd', backend: 'simd', attempts: 1 };
  return { index, params, state, value, ...base, seconds: 0, startedAt: 0 };
}

const planOf = (config: Config, shape: DataShape) => {
  const search = archSearch(config, shape);
  const study: StudyPlan = {
    space: search.architectures.genes,
    sampler: { type: 'random', options: {} },
    direction: 'maximize',
    trials: config.trials,
    width: config.width,
    seed: 5,
  };
  return { search, study };
};

/** Runs a study of made-up values: `order` says which of the running trials ends next. */
function run(config: Config, shape: DataShape, workers: number, order: (n: number) => number, events: RunEvent[] = []) {
  const { search, study: plan } = planOf(config, shape);
  const study = Study.replay(plan, events, search.sampler);
  const running: { index: number; params: TrialRecord['params'] }[] = [];
  for (;;) {
    while (running.length < workers) {
      const asked = study.next();
      if (!asked) break;
      events.push({ type: 'asked', trial: asked.index, params: asked.params, at: 0 });
      running.push(asked);
    }
    if (running.length === 0) break;
    const [{ index, params }] = running.splice(order(running.length), 1);
    const record = told(index, params);
    study.tell(record);
    events.push({ type: 'told', trial: record });
  }
  return { trials: study.trials, events, search };
}

const points = (trials: readonly TrialRecord[]) => trials.map(({ params }) => pointKey(params));

// What a strategy asks after the search of a relaxed space: darts.test.ts.
const plainStrategies = strategyDefs.filter(({ relaxes }) => !relaxes);

describe.each(plainStrategies.map(({ type, lineage }) => [type, lineage !== undefined] as const))(
  'the strategy %s',
  (type, again) => {
    // A grid takes a small space.
    const space = type === 'grid' ? 'table' : 'image';
    const shape = type === 'grid' ? row : picture;
    const options: NasSetting['space']['options'] = type === 'grid' ? { maxBlocks: 1 } : {};
    const config = setting(space, type, { space: { type: space, options }, trials: 40 });

    // Networks that only grow soon reach a limit.
    const roomy = again ? { ...config, limits: { parameters: 60_000 } } : config;

    it('proposes sound networks within the limits, none twice', () => {
      const { trials, search } = run(roomy, shape, 1, () => 0);
      expect(trials).toHaveLength(40);
      const networks = trials.map(({ params }) => search.architectures.network(params));
      for (const { cost } of networks) expect(cost.parameters).toBeLessThanOrEqual(roomy.limits.parameters!);
      const keys = networks.map(({ key }) => key);
      const repeated = keys.flatMap((key, index) => (keys.indexOf(key) < index ? [index] : []));
      // Where networks descend from each other, the last of a generation trains its parent on.
      if (again) expect(repeated.every((index) => index % 4 === 3)).toBe(true);
      else expect(repeated).toEqual([]);
    });

    it('asks the same on three workers that finish in any order, and after a resume', () => {
      const one = run(config, shape, 1, () => 0);
      const three = run(config, shape, 3, (n) => n - 1);
      expect(points(three.trials)).toEqual(points(one.trials));
      // Nor does the width matter where generations decide what an ask sees.
      if (again) expect(points(run({ ...config, width: 7 }, shape, 7, () => 0).trials)).toEqual(points(one.trials));
      // Cut in the middle of a trial: what was asked and not told is handed out again.
      const cut = one.events.slice(0, 45);
      expect(points(run(config, shape, 2, () => 0, [...cut]).trials)).toEqual(points(one.trials));
    });

    it.skipIf(again)('ends when a small space is used up', () => {
      const small = setting('table', type, { space: { type: 'table', options: { maxBlocks: 1, maxWidth: 8 } } });
      const { trials, search } = run({ ...small, trials: 400 }, row, 2, () => 0);
      const keys = trials.map(({ params }) => search.architectures.network(params).key);
      // 3 families x 4 activations x 3 norms x 3 dropouts, all of them different networks.
      expect(trials).toHaveLength(108);
      expect(new Set(keys).size).toBe(keys.length);
    });

    it('tries genotypes given by hand first', () => {
      const { search } = planOf(config, shape);
      const wanted = run({ ...config, strategy: { type: 'random', options: {} } }, shape, 1, () => 0).trials[20].params;
      expect(search.architectures.judge(wanted).error).toBeNull();
      const { trials } = run({ ...config, first: [wanted], trials: 5 }, shape, 2, () => 0);
      expect(trials[0].params).toEqual(wanted);
      expect(new Set(points(trials)).size).toBe(5);
    });
  },
);

describe('a search', () => {
  it('draws networks of higher value than random draws, once it has results', () => {
    // The mean of the last 40 of 80: a single best draw can be luck.
    const late = (type: string) => {
      const { trials } = run(setting('table', type, { trials: 80 }), row, 1, () => 0);
      const values = trials.slice(40).flatMap(({ value }) => value ?? []);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    const chance = late('random');
    expect(late('evolution')).toBeGreaterThan(chance);
    expect(late('localSearch')).toBeGreaterThan(chance);
  });

  it('that nothing satisfies is refused before it starts', () => {
    const { search, study } = planOf(setting('image', 'random', { limits: { parameters: 3 } }), picture);
    expect(() => new Study(study, search.sampler)).toThrow(/No network of this space keeps within the limits/);
  });

  it('refuses a genotype by hand that is none', () => {
    const { search, study } = planOf(setting('image', 'random', { first: [{ nonsense: 1 }] }), picture);
    expect(() => new Study(study, search.sampler)).toThrow(/does not belong to this space/);
  });

  it('by grid refuses a space that is too large', () => {
    const { search, study } = planOf(setting('image', 'grid'), picture);
    expect(() => new Study(study, search.sampler)).toThrow(/a grid can list/);
  });
});

it('fits no surrogate of PNAS for the rounds that a resumed study has behind it', () => {
  const config = setting('image', 'pnas', { width: 1 });
  const whole = run(config, picture, 1, () => 0);
  const fits = vi.spyOn(Predictor.prototype, 'fit');
  const { search, study: plan } = planOf(config, picture);
  const study = Study.replay(plan, whole.events.slice(0, 2 * 56), search.sampler);
  expect(study.next()?.params).toEqual(whole.trials[56].params);
  expect(fits).toHaveBeenCalledTimes(5);
  fits.mockRestore();
});
