// What a search found, in sentences, and the final check of its best networks: against cases worked out by hand.
import { describe, expect, it } from 'vitest';
import { finalLines, finalVerdict } from '$core/nas/found/finals';
import { finalists, foundIn, standardError, type FoundQuestion } from '$core/nas/found/found';
import { traitsOf, type Judged } from '$core/nas/found/traits';
import { geneName, geneValue } from '$core/nas/geneText';
import { archSpaceDefs } from '$core/nas/spaces/registry';
import type { Genotype } from '$core/nas/space';
import { Stream } from '$core/rng/stream';
import type { TrialRecord } from '$core/run/types';
import type { Space } from '$core/space/space';

const genes: Space = [
  { path: 'blocks', domain: { kind: 'int', low: 1, high: 3 } },
  { path: 'activation', domain: { kind: 'choice', values: ['relu', 'tanh'] } },
  { path: 'norm', domain: { kind: 'choice', values: ['none', 'batchNorm'] } },
];
const trial = (index: number, value: number | null, params: Genotype = {}) =>
  ({
    index,
    value,
    params,
    state: value === null ? 'failed' : 'done',
    metrics: {},
    curve: [],
  }) as unknown as TrialRecord;
const sizes = [500, 100, 900];
const ask = (trials: TrialRecord[], more: Partial<FoundQuestion> = {}): FoundQuestion => ({
  trials,
  direction: 'maximize',
  metric: 'accuracy',
  objective: 'validation accuracy',
  genes,
  rows: 100,
  baselines: [],
  about: ({ index }) => ({ text: `net ${index}`, parameters: sizes[index] ?? 1000 + index, edges: null }),
  ...more,
});
const said = (question: FoundQuestion, about: string) => foundIn(question).find((one) => one.about === about)?.text;

describe('the standard error of a score', () => {
  it('is that of a share with two successes and two failures more', () => {
    // 92 of 104: sqrt(0.884615 * 0.115385 / 104).
    expect(standardError('accuracy', 0.9, 100, [])).toBeCloseTo(0.0313281, 6);
    expect(standardError('accuracy', 1, 30, [])).toBeGreaterThan(0.03);
  });
  it('is that of a root mean square of normal errors, or what a baseline nearby has', () => {
    expect(standardError('rmse', 10, 200, [])).toBeCloseTo(0.5, 12);
    const near = { label: 'near', value: 0.8, interval: { low: 0.761, high: 0.8394 } };
    const far = { label: 'far', value: 0.1, interval: { low: 0, high: 0.2 } };
    expect(standardError('auc', 0.9, 200, [far, near])).toBeCloseTo(0.02, 12);
    expect(standardError('auc', 0.9, 200, [])).toBeNull();
    expect(standardError('accuracy', 0.9, null, [])).toBeNull();
  });
});

describe('what was found', () => {
  const three = [trial(0, 0.9), trial(1, 0.88), trial(2, 0.5), trial(3, null)];

  it('names the best, those that the rows cannot tell from it, and the smallest of them', () => {
    expect(said(ask(three), 'best')).toBe('Network 0 of 3: validation accuracy 0.9 (net 0, 500 parameters).');
    expect(said(ask(three), 'sure')).toContain('100 validation rows fix a score to about ± 0.031');
    expect(said(ask(three), 'sure')).toContain('2 of 3 networks are that close');
    expect(said(ask(three), 'sure')).toContain('network 1 with 100 parameters (net 1)');
    expect(said(ask(three, { rows: 10_000 }), 'sure')).toContain('no other network is that close');
    expect(foundIn(ask([trial(0, 0.9)]))).toEqual([]);
  });

  it('says when a simple baseline does as well, when a gain may be luck, and when not', () => {
    const against = (value: number, low: number, high: number) =>
      said(ask(three, { baselines: [{ label: 'Linear model', value, interval: { low, high } }] }), 'simple');
    expect(against(0.9, 0.85, 0.95)).toContain('No network does better');
    expect(against(0.88, 0.83, 0.93)).toContain('0.02 better');
    expect(against(0.88, 0.83, 0.93)).toContain('may be luck');
    expect(against(0.8, 0.75, 0.85)).toContain('more than these rows give by luck');
    // Of errors the smaller is better.
    const errors = ask([trial(0, 2), trial(1, 3)], { direction: 'minimize', metric: 'rmse' });
    const mean = { label: 'Mean', value: 4, interval: { low: 3.5, high: 4.5 } };
    expect(said({ ...errors, baselines: [mean] }, 'simple')).toContain('2 better');
    expect(said({ ...errors, baselines: [{ ...mean, value: 1.5 }] }, 'simple')).toContain('No network');
  });

  it('says whether the end of the search still brought something', () => {
    const rising = Array.from({ length: 12 }, (_, i) => trial(i, i / 20));
    expect(said(ask(rising), 'further')).toContain(
      'Still getting better: the last 3 networks took it from 0.4 to 0.55',
    );
    const hardly = Array.from({ length: 12 }, (_, i) => trial(i, 0.8 + i / 1000));
    expect(said(ask(hardly), 'further')).toContain('took it from 0.808 to 0.811, less than these rows can tell');
    expect(said(ask([...rising].map((one, i) => trial(i, 1 - one.value!))), 'further')).toContain('nothing better');
  });

  it('chooses for a closer look the best, the smaller of equal ones first', () => {
    expect(finalists(ask([trial(0, 0.9), trial(1, 0.9), trial(2, 0.95)]), 2).map(({ index }) => index)).toEqual([2, 1]);
  });
});

describe('choices that go with better networks', () => {
  const drawn = (n: number, score: (g: Genotype, rng: Stream) => number): Judged[] => {
    const rng = Stream.of(3, 'found');
    return Array.from({ length: n }, () => {
      const at = {
        blocks: 1 + rng.below(3),
        activation: ['relu', 'tanh'][rng.below(2)],
        norm: ['none', 'batchNorm'][rng.below(2)],
      };
      return { genes: at, score: score(at, rng), parameters: 100 + rng.below(1000), edges: null };
    });
  };

  it('finds the one that matters, in the right direction, and says nothing of noise', () => {
    const [first, ...others] = traitsOf(
      drawn(60, (g, rng) => (g.activation === 'tanh' ? 1 : 0) + 0.3 * rng.normal()),
      genes,
    );
    expect(first.name).toBe('activation');
    expect(first.kinds!.map(({ value }) => value)).toEqual(['tanh', 'relu']);
    expect(first.p).toBeLessThan(1e-6);
    expect(others.filter(({ p }) => p < 0.05)).toEqual([]);
    const deep = traitsOf(
      drawn(60, (g, rng) => -Number(g.blocks) + 0.3 * rng.normal()),
      genes,
    )[0];
    expect(deep).toMatchObject({ name: 'number of blocks' });
    expect(deep.correlation).toBeLessThan(-0.8);
    expect(
      traitsOf(
        drawn(9, (g) => Number(g.blocks)),
        genes,
      ),
    ).toEqual([]);
  });

  it('calls noise a finding in about as few searches as it says', () => {
    const rng = Stream.of(4, 'noise');
    const searches = Array.from({ length: 200 }, () =>
      traitsOf(
        drawn(40, () => 0).map((one) => ({ ...one, score: rng.normal() })),
        genes,
      ),
    );
    const wrong = searches.filter(([first]) => first.p < 0.05).length;
    expect(wrong).toBeLessThan(20);
  });

  it('counts operations in cells', () => {
    const rng = Stream.of(5, 'cells');
    const networks = Array.from({ length: 30 }, (): Judged => {
      const n = rng.below(4);
      const edges = Array.from({ length: n }, () => ({ from: 'in', to: 'out', label: 'conv3x3' }));
      return { genes: {}, score: n + 0.1 * rng.normal(), parameters: null, edges };
    });
    expect(traitsOf(networks, [])[0]).toMatchObject({ name: 'conv3x3 in a cell' });
  });

  it('every gene of every space has a name of words', () => {
    const inputs = { table: [8], image: [16, 16, 1], sequence: [20] } as const;
    for (const def of archSpaceDefs) {
      const shape = def.type === 'table' ? inputs.table : def.type === 'sequence' ? inputs.sequence : inputs.image;
      const id = def.type === 'sequence' ? 'codes' : 'features';
      const input = { id, shape: [...shape], dtype: id === 'codes' ? 'int32' : 'float32', vocabulary: 50 } as never;
      const options = Object.fromEntries(Object.entries(def.fields).map(([key, field]) => [key, field.default]));
      for (const { path } of def.genes(options as never, [input])) expect(geneName(path)).not.toMatch(/\.|\d\d/);
    }
    expect(geneName('b2.width')).toBe('width of block 2');
    expect(geneName('e03')).toBe('edge in to out');
    expect(geneName('normal.b1.op2')).toBe('second operation of block 1, normal cell');
    expect([true, 'batchNorm', 0.1].map(geneValue)).toEqual(['yes', 'batch norm', '0.1']);
  });
});

describe('the final check', () => {
  const rows = (values: number[]) => values.map((v) => ({ fixed: v - 0.02, best: v, test: v - 0.05 }));
  const of = (trial: number, values: number[], parameters = 100) => ({
    trial,
    wanted: values.length,
    parameters,
    rows: rows(values),
  });
  const how = { direction: 'maximize', keepsBest: true } as const;
  const check = (finalists: ReturnType<typeof of>[], baseline?: [number, number, number]) => {
    const lines = finalLines({ finalists, ...how });
    const baselines = baseline
      ? [{ label: 'Linear model', value: baseline[0], interval: { low: baseline[1], high: baseline[2] } }]
      : [];
    return { order: lines.map(({ trial }) => trial), text: finalVerdict(lines, how, 'accuracy', baselines).join(' ') };
  };

  it('ranks by validation over the seeds, and calls level what the seeds explain', () => {
    const clear = check([of(4, [0.9, 0.91, 0.92]), of(7, [0.97, 0.98, 0.99])]);
    expect(clear.order).toEqual([7, 4]);
    expect(clear.text).toContain('Network 7 leads network 4 by more than the seeds explain.');
    expect(clear.text).toContain('network 7 comes to accuracy 0.93 ± 0.01');
    const level = check([of(4, [0.9, 0.95, 0.97], 50), of(7, [0.91, 0.95, 0.98], 80)]);
    expect(level.text).toContain('Networks 7 and 4 are level');
    expect(level.text).toContain('The smallest is network 4, with 50 parameters.');
    // Seeds that all come to the same have no spread, not one of rounding.
    expect(finalLines({ finalists: [of(1, [0.9666, 0.9666, 0.9666])], ...how })[0].best.deviation).toBe(0);
  });

  it('compares with the best simple baseline on the test rows', () => {
    const one = [of(4, [0.95, 0.95])];
    expect(check(one, [0.8, 0.75, 0.85]).text).toContain(
      'better than the best simple baseline there, Linear model (0.8',
    );
    expect(check(one, [0.89, 0.85, 0.93]).text).toContain('level with');
    expect(check(one, [0.95, 0.92, 0.98]).text).toContain('worse than');
    const untested = { trial: 1, wanted: 1, parameters: 1, rows: [{ fixed: 1, best: 1, test: NaN }] };
    expect(check([untested]).text).toContain('No rows were kept apart');
  });
});
