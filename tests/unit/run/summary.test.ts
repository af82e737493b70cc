// Every sentence of a study's summary, on trials made for it.
import { expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import { samplePoint } from '$core/space/points';
import { summarise, type SummaryQuestion } from '$core/run/summary';
import type { TrialRecord, TrialState } from '$core/run/types';
import type { ParamValues, Space } from '$core/space/space';

const space: Space = [
  { path: 'rate', domain: { kind: 'float', low: 0.001, high: 1, log: true } },
  { path: 'units', domain: { kind: 'int', low: 1, high: 64 } },
  { path: 'kind', domain: { kind: 'choice', values: ['relu', 'tanh'] } },
  { path: 'same', domain: { kind: 'fixed', value: 3 } },
];
const trial = (index: number, params: ParamValues, value: number | null, state: TrialState = 'done') =>
  ({ index, params: { ...params, same: 3 }, value, state }) as unknown as TrialRecord;
const study = (trials: readonly TrialRecord[], more: Partial<SummaryQuestion> = {}): string[] =>
  summarise({ space, trials, direction: 'minimize', seed: 1, objective: 'Loss', ...more });

/** The loss falls with the rate's distance from 0.1 alone. */
const random = (count: number): TrialRecord[] =>
  Array.from({ length: count }, (_, index) => {
    const rng = Stream.of(2, 'summary', index);
    const share = rng.uniform();
    const params = {
      rate: Number((0.001 * Math.pow(1000, share)).toPrecision(4)),
      units: 1 + rng.below(64),
      kind: rng.below(2) ? 'relu' : 'tanh',
    };
    return trial(index, params, Number(Math.abs(share - 2 / 3).toPrecision(4)));
  });

test('nothing ended: nothing to say; nothing finished: just that', () => {
  expect(study([])).toEqual([]);
  expect(study([trial(0, {}, null, 'running')])).toEqual([]);
  expect(study([trial(0, {}, null, 'failed'), trial(1, {}, 0.1, 'pruned')])).toEqual([
    '2 trials: 1 ended early and 1 failed.',
    'No trial finished with a value.',
  ]);
});

test('where many failed, the commonest reason and what to do', () => {
  const failing = (index: number, code: string) =>
    ({ ...trial(index, {}, null, 'failed'), error: { code, message: `${code}.`, action: 'Mend it.' } }) as TrialRecord;
  const all = [failing(3, 'b'), failing(2, 'b'), failing(0, 'a')];
  expect(study(all).slice(1)).toEqual([
    'No trial finished with a value.',
    '2 failed alike, the first of them so: b. Mend it.',
  ]);
  expect(study([...random(20), failing(20, 'a')]).join()).not.toContain('Mend it');
  expect(study([...random(4), failing(4, 'a')]).at(-1)).toBe('Trial 4 failed so: a. Mend it.');
});

test('where all came to the same, nothing is called the best', () => {
  const same = [0, 1, 2].map((index) => trial(index, { rate: 0.1, units: index, kind: 'relu' }, 0.5));
  expect(study(same).slice(1)).toEqual([
    'All 3 came to the same value, Loss 0.5: nothing says which settings are better. ' +
      'Wider ranges, more epochs or another objective may tell them apart.',
  ]);
});

test('the best trial with its settings, ties counted, pruned trials never the best', () => {
  const trials = [
    trial(0, { rate: 0.1, units: 8, kind: 'relu' }, 0.5),
    trial(1, { rate: 0.01, units: 16, kind: 'tanh' }, 0.25),
    trial(2, { rate: 0.02, units: 4, kind: 'tanh' }, 0.25),
    trial(3, { rate: 0.02, units: 4, kind: 'tanh' }, 0.01, 'pruned'),
  ];
  expect(study(trials, { name: (path) => path.toUpperCase() })).toEqual([
    '4 trials: 3 finished and 1 ended early.',
    'Trial 1 is the best: Loss 0.25, with RATE 0.01, UNITS 16 and KIND tanh. 1 other trial reached the same value.',
  ]);
  expect(study(trials, { direction: 'maximize' })[1]).toContain('Trial 0 is the best: Loss 0.5');
});

test('where a simple model does as well or better, that is said', () => {
  const trials = [0.3, 0.2, 0.4].map((value, i) => trial(i, { rate: 0.1, units: i + 1, kind: 'relu' }, value));
  const told = (value: number, direction: 'minimize' | 'maximize' = 'minimize') =>
    study(trials, { direction, toBeat: { label: 'Linear model', value } }).filter((text) => text.includes('Linear'));
  expect(told(0.1)).toEqual(['No trial does as well as "Linear model", which reaches 0.1 without a search.']);
  expect(told(0.2)).toEqual(['"Linear model" reaches the same without a search.']);
  expect(told(0.25)).toEqual([]);
  expect(told(0.39, 'maximize')).toEqual([]);
  expect(told(0.41, 'maximize')).toHaveLength(1);
});

test('a trial that breaks a limit is never called the best', () => {
  const breaking = (index: number, value: number, violation: number) =>
    ({ ...trial(index, { rate: 0.1, units: 8, kind: 'relu' }, value), violations: [violation] }) as TrialRecord;
  const some = study([breaking(0, 0.1, 5), breaking(1, 0.4, 0), breaking(2, 0.4, -1), breaking(3, 0.4, 2)]);
  expect(some[1]).toBe('2 of 4 finished trials break a limit and cannot be the best.');
  expect(some[2]).toMatch(/^Trial 1 is the best: Loss 0.4, .* 1 other trial reached the same value\.$/);
  expect(study([breaking(0, 0.1, 5), breaking(1, 0.4, 2)])).toEqual([
    '2 trials: 2 finished.',
    'No finished trial keeps the limits: trial 1 breaks them least, with Loss 0.4.',
  ]);
});

test('what mattered, by the method that suits the number of trials', () => {
  expect(study(random(30))[2]).toMatch(/^What mattered most, by Kruskal-Wallis effect size: rate \(0\.\d+\)/);
  expect(study(random(200))[2]).toMatch(/^What mattered most, by PED-ANOVA share: rate \(\d\d %\)\.$/);
  const noise = random(100).map((one) => ({ ...one, value: one.index }));
  expect(study(noise.slice(0, 40))[2]).toBe('No single setting stands out (Kruskal-Wallis).');
});

test('nothing is said to matter where only chance was at work', () => {
  // A setting that half of the trials have, with few of each value, parts any of them by chance.
  const wide: Space = [
    ...space,
    { path: 'inner', domain: { kind: 'int', low: 1, high: 30 }, when: { path: 'kind', in: ['tanh'] } },
  ];
  const claims = (count: number) =>
    Array.from({ length: 60 }, (_, seed) => {
      const trials = Array.from({ length: count }, (_, index) => {
        const rng = Stream.of(seed, 'chance', index);
        return trial(index, samplePoint(wide, rng.split('point')), rng.split('value').uniform());
      });
      return study(trials, { space: wide })[2];
    }).filter((line) => !line.startsWith('No single setting stands out'));
  // One in a hundred for each of four settings.
  for (const count of [20, 40, 100]) expect(claims(count).length).toBeLessThanOrEqual(7);
});

test('how alike the best ten are', () => {
  const text = study(random(200))[3];
  expect(text).toMatch(
    /^The best 10 trials lie between 0\.\d+ and 0\.\d+; among them rate runs from 0\.\d+ to 0\.1\d*/,
  );
  expect(text).toMatch(/kind is (relu|tanh) in \d of 10/);
  const flat = random(41).map((one) => ({ ...one, value: one.index < 40 ? 1 : 2 }));
  expect(study(flat).some((line) => line.startsWith('The best 40 trials all have 1;'))).toBe(true);
  expect(study(random(19)).some((line) => line.includes('best 10'))).toBe(false);
});

test('whether the last quarter still improved', () => {
  const at = { rate: 0.1, units: 8, kind: 'relu' };
  const falling = [8, 7, 6, 5, 4, 3, 2, 1].map((value, index) => trial(index, at, value));
  expect(study(falling)).toContain(
    'The search still improved in the last quarter of the finished trials (from trial 6): Loss from 3 to 1, a gain of 2. ' +
      'More trials may find better.',
  );
  const stuck = [8, 7, 1, 5, 4, 3, 2, 1].map((value, index) => trial(index, at, value));
  expect(study([...stuck].reverse())).toContain(
    'Nothing better came in the last quarter of the finished trials (from trial 6); the best value was first reached by trial 2.',
  );
  expect(study(falling.slice(0, 7)).some((line) => line.includes('last quarter'))).toBe(false);
});

test('the best at the end of a range, on the scale of the range', () => {
  const at = (rate: number, units: number) => study([trial(0, { rate, units, kind: 'relu' }, 1)]).at(-1);
  expect(at(0.001, 64)).toBe(
    'The best trial stands at the low end of rate and the high end of units: a wider range may hold better ones.',
  );
  expect(at(0.0015, 30)).toContain('is the best');
});

test('a reversed range is long at its low end: what is near the high end of its numbers need not be near the end', () => {
  const mirrored: Space = [{ path: 'decay', domain: { kind: 'float', low: 0.001, high: 1, log: true, reverse: true } }];
  const at = (decay: number) => study([trial(0, { decay }, 1)], { space: mirrored }).at(-1);
  expect(at(0.95)).toContain('is the best');
  expect(at(0.9999)).toContain('the high end of decay');
  expect(at(0.05)).toContain('the low end of decay');
});

test('a study of several objectives tells of its front, what it covers, and its knee', () => {
  const both = (index: number, values: readonly number[], more: Partial<TrialRecord> = {}) => ({
    ...trial(index, {}, values[0]),
    values,
    ...more,
  });
  const goals = [
    { metric: 'accuracy', direction: 'maximize' },
    { metric: 'latency', direction: 'minimize' },
  ] as const;
  const front = { goals, name: (metric: string) => metric };
  const trials = [
    both(0, [0.5, 1]),
    both(1, [0.9, 2]),
    both(2, [1, 9]),
    both(3, [0.5, 9]),
    both(4, [0.4, 8]),
    both(5, [1, 0], { violations: [2] }),
    trial(6, {}, null, 'failed'),
  ];
  // Costs in units of the box 0.4 to 1 and 1 to 9: (5/6, 0), (1/6, 1/8), (0, 1): volume 1/6 + 4/6 * 7/8 = 0.75.
  expect(study(trials, { front })).toEqual([
    '7 trials: 6 finished and 1 failed.',
    '3 of 5 trials stand on the front; the best of each: accuracy 1 (trial 2) and latency 1 (trial 0).',
    'The front dominates 75 % of the box between the worst and the best value of each objective (hypervolume).',
    'Its knee, where giving up a little of one gains most of another, is trial 1: accuracy 0.9 and latency 2.',
  ]);
  expect(study([both(0, [1, 1], { violations: [1] })], { front })[1]).toBe('No trial keeps the limits.');
  expect(study([both(0, [1, 1])], { front })).toHaveLength(2);
});

test('large numbers have commas, whole ones all their digits', () => {
  const wide: Space = [{ path: 'rows', domain: { kind: 'int', low: 1, high: 100_000 } }];
  const trials = Array.from({ length: 1234 }, (_, i) => trial(i, { rows: 20_001 + i }, 12_345.678 + i));
  const [counted, leads] = study(trials, { space: wide });
  expect(counted).toBe('1,234 trials: 1,234 finished.');
  expect(leads).toContain('Loss 12,350, with rows 20,001');
});
