// Searches on a small table: nothing that is missing is asked, what counts is what the table says, and a pruner spends less.
import { describe, expect, it } from 'vitest';
import { chanceRegret, problemOf, yardstickOf } from '$core/replay/problem';
import { Replay, type ReplayOptions } from '$core/replay/replay';
import { readRows } from '$core/replay/rows';
import { searchOf, type Ended } from '$core/replay/search';
import { checkpointsOf, comparison, spreadOf } from '$core/replay/summary';
import { tableOf, type TableChoices } from '$core/replay/table';
import { tableStrategies } from '$core/replay/networks';
import { samplerDefs } from '$core/samplers/registry';
import { pointKey } from '$core/space/points';
import { thrownCode } from '../../support/thrown';

const choices = (more: Partial<TableChoices> = {}): TableChoices => ({
  values: [{ column: 'acc', direction: 'maximize' }],
  ignore: [],
  categories: [],
  nearest: false,
  ...more,
});
const read = (text: string, more?: Partial<TableChoices>) => tableOf(readRows('t', text), choices(more));
const options = (more: Partial<ReplayOptions> = {}): ReplayOptions => ({
  samplers: [],
  strategies: [],
  pruners: [],
  trials: 30,
  seeds: 2,
  width: 1,
  ...more,
});

/** Three genes of three values whose sum counts, less a fifth of them. */
const genes = Array.from({ length: 27 }, (_, i) => i.toString(3).padStart(3, '0'))
  .filter((_text, i) => i % 5 !== 3)
  .map((text) => [text, { acc: [...text].reduce((sum, c, at) => sum + Number(c) * (at + 1), 0) }] as const);
const networks = JSON.stringify(Object.fromEntries(genes));

describe('a search', () => {
  const table = read(networks);
  const known = new Set(table.configurations.map(({ params }) => pointKey(params)));
  const all = [
    ...samplerDefs.filter(({ type }) => type !== 'cmaes').map(({ type }) => ['sampler', type]),
    ...tableStrategies.map((type) => ['strategy', type]),
  ];

  it.each(all)('by the %s %s asks for what the table has, each once', (kind, type) => {
    const own = kind === 'sampler' ? { samplers: [type] } : { strategies: [type], absent: '0' };
    const replay = new Replay(table, options({ ...own, trials: 60 }));
    const trials = [...replay.search(replay.entrants[0], 1)];
    const asked = trials.map(({ params }) => pointKey(params));
    expect(asked.filter((key) => !known.has(key))).toEqual([]);
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.length).toBe(known.size);
    expect(replay.yardstick.regrets(trials, [60])).toEqual([0]);
  });

  it('is the same under the same seed, and another under another', () => {
    const { problem } = new Replay(table, options());
    const of = (seed: number) =>
      [...searchOf(problem, { sampler: 'tpe' }, { trials: 15, seed })].map(({ params }) => params);
    expect(of(3)).toEqual(of(3));
    expect(of(3)).not.toEqual(of(4));
  });

  it('of repeats sees one of them, drawn anew, and is judged by their mean', () => {
    const noisy = read('a,acc\n1,0\n1,10\n2,4\n2,4\n3,1\n3,1');
    const outcomes = Array.from({ length: 40 }, (_, seed) => problemOf(noisy).outcome({ a: 1 }, seed, 0));
    expect(new Set(outcomes.map(({ seen }) => seen?.[0]))).toEqual(new Set([0, 10]));
    expect(outcomes.every(({ truth }) => truth?.[0] === 5)).toBe(true);
    // The trial that looks best is 2 here, and 5 is the best mean.
    const ended = (params: { a: number }, seen: number, truth: number, index: number): Ended => {
      return { index, params, state: 'done', seen: [seen], truth: [truth], spent: index + 1, askMs: 0 };
    };
    const trials = [ended({ a: 1 }, 0, 5, 0), ended({ a: 2 }, 4, 4, 1)];
    expect(yardstickOf(noisy).regrets(trials, [1, 2, 5])).toEqual([0, 1, 1]);
  });

  it('goes on where configurations failed, and before any result stands at the worst', () => {
    const replay = new Replay(read('a,acc\n1,\n2,nan\n3,\n4,7\n5,9'), options({ samplers: ['grid'] }));
    const trials = [...replay.search(replay.entrants[0], 0)];
    expect(trials.map(({ state }) => state)).toEqual(['failed', 'failed', 'failed', 'done', 'done']);
    expect(replay.yardstick.regrets(trials, [2, 4, 5])).toEqual([2, 2, 0]);
  });

  it('of a sample takes the nearest row each once', () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${i / 30},${['x', 'y'][i % 2]},${i}`);
    const replay = new Replay(
      read(['a,kind,acc', ...rows].join('\n'), { nearest: true }),
      options({ samplers: ['tpe'] }),
    );
    const trials = [...replay.search(replay.entrants[0], 0)];
    expect(new Set(trials.map(({ params }) => params.a)).size).toBe(30);
    const near = replay.problem.nearest!({ a: 0.51, kind: 'x' }, new Set());
    expect(near?.params).toEqual({ a: 16 / 30, kind: 'x' });
  });
});

describe('with learning curves', () => {
  const curves = Array.from({ length: 40 }, (_, i) => {
    const end = (i * 17) % 40;
    return { a: i, loss: end, curve: Array.from({ length: 8 }, (_v, e) => end + 40 / (e + 1) - 5) };
  });
  const table = tableOf(readRows('t', JSON.stringify(curves)), {
    ...choices(),
    values: [{ column: 'loss', direction: 'minimize' }],
    curve: 'curve',
  });

  it('a pruner lets more be tried for the same epochs, and none costs a whole training each', () => {
    const replay = new Replay(
      table,
      options({ samplers: ['random'], pruners: ['none', 'median', 'asha'], trials: 10 }),
    );
    const [none, median, asha] = replay.entrants.map((one) => [...replay.search(one, 0)]);
    expect(none.map(({ spent }) => spent)).toEqual(Array.from({ length: 10 }, (_, i) => i + 1));
    expect(median.length).toBeGreaterThan(10);
    for (const trials of [median, asha]) {
      expect(trials.at(-2)!.spent).toBeLessThan(10);
      const done = trials.filter(({ state }) => state === 'done');
      expect(done.map(({ seen }) => seen![0])).toEqual(done.map(({ params }) => (Number(params.a) * 17) % 40));
    }
    // Best of all after ten trainings' worth of epochs.
    const [whole, some] = [none, asha].map((trials) => replay.yardstick.regrets(trials, [10])[0]);
    expect(some).toBeLessThan(whole);
    expect(median.some(({ state, truth }) => state === 'pruned' && truth === null)).toBe(true);
    expect(median.every(({ spent }) => Number.isInteger(Math.round(spent * 8e6) / 1e6))).toBe(true);
  });
});

describe('what it comes to', () => {
  it('with several results is the volume that is missing', () => {
    const text = 'a,acc,size\n1,1,1\n2,2,2\n3,3,3\n4,1,3';
    const values = [
      { column: 'acc', direction: 'maximize' as const },
      { column: 'size', direction: 'minimize' as const },
    ];
    const table = read(text, { values });
    // Up to accuracy 1 and size 3 the front dominates one square, that of (2, 2).
    const { best, regrets } = yardstickOf(table);
    expect(best).toBe(1);
    const replay = new Replay(table, options({ samplers: ['nsga2'] }));
    const trials = [...replay.search(replay.entrants[0], 0)];
    expect(regrets(trials, [4])).toEqual([0]);
    const without = trials.filter(({ params }) => params.a !== 2);
    expect(regrets(without, [10])).toEqual([1]);
  });

  it('has quartiles over seeds, and a test of difference from five seeds on', () => {
    const curves = (name: string, values: number[]) => ({ name, regrets: values.map((value) => [value]) });
    const [a, b] = [curves('a', [1, 2, 3, 4, 5]), curves('b', [11, 12, 13, 14, 15])];
    expect(spreadOf(a, [1])).toEqual([{ low: 2, median: 3, high: 4 }]);
    // Two of the 252 orders are so far apart.
    expect(comparison(a, b, [1])[0]).toBeCloseTo(2 / 252, 12);
    expect(comparison(a, curves('c', [1, 2]), [1])).toEqual([null]);
  });

  it('of chance is the mean smallest regret of all samples', () => {
    const regrets = [0, 1, 5];
    const pairs = regrets.flatMap((a) => regrets.map((b) => Math.min(a, b)));
    expect(chanceRegret(regrets, 2)).toBeCloseTo(pairs.reduce((sum, one) => sum + one, 0) / 9, 12);
  });

  it('is read off at round numbers of trials', () => {
    expect(checkpointsOf(100)).toEqual([25, 50, 100]);
    expect(checkpointsOf(10)).toEqual([10]);
  });
});

describe('refused', () => {
  const table = read(networks);
  it.each([
    ['a sampler that there is not', { samplers: ['tpee'] }, 'sampler-unknown'],
    ['CMA-ES without numbers', { samplers: ['cmaes'] }, 'sampler-no-numbers'],
    ['a strategy that trains weights', { strategies: ['darts'] }, 'replay-strategy'],
    ['morphism', { strategies: ['morphism'] }, 'replay-strategy'],
    ['growth without a measure of it', { strategies: ['pnas'] }, 'nas-no-growth'],
    ['a pruner without curves', { samplers: ['tpe'], pruners: ['median'] }, 'replay-pruner'],
  ] as const)('is %s', (_name, more, code) => {
    expect(thrownCode(() => new Replay(table, options(more as unknown as Partial<ReplayOptions>)))).toBe(code);
  });

  it('are strategies where rows are a sample, and where there are several results', () => {
    const near = read(networks, { nearest: true });
    expect(thrownCode(() => new Replay(near, options({ strategies: ['random'] })))).toBe('replay-nearest');
    const twice = read('a,acc,b\n1,1,1\n2,2,3', {
      values: ['acc', 'b'].map((column) => ({ column, direction: 'minimize' as const })),
    });
    expect(thrownCode(() => new Replay(twice, options({ strategies: ['random'] })))).toBe('replay-several');
    expect(thrownCode(() => new Replay(twice, options({ samplers: ['gp'] })))).toBe('sampler-one-objective');
  });
});
