// Rank agreement of cheap and whole trainings: correlations against scipy (tests/oracle/scipy_kendall.py), intervals that
// cover, and sentences that say what the numbers do.
import { expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import { shortcutLevels, shortcutSentence, verdictOf } from '$core/run/shortcut';
import type { TrialRecord } from '$core/run/types';
import { kendallAgreement, spearmanAgreement } from '$core/stats/rankAgreement';
import golden from '../../oracle/scipy/kendall.json';

const floats = (values: number[]) => Float64Array.from(values);

test.each(golden)('tau $tau, rho $rho', ({ x, y, tau, rho }) => {
  expect(kendallAgreement(floats(x), floats(y)).value).toBeCloseTo(tau, 12);
  expect(spearmanAgreement(floats(x), floats(y)).value).toBeCloseTo(rho, 12);
});

test('the 95 % intervals of normal pairs cover the truth about 95 times in 100', () => {
  const r = 0.6;
  const truth = { tau: (2 / Math.PI) * Math.asin(r), rho: (6 / Math.PI) * Math.asin(r / 2) };
  let tau = 0;
  let rho = 0;
  const runs = 1000;
  for (let run = 0; run < runs; run++) {
    const rng = Stream.of(run, 'pairs');
    const x = Float64Array.from({ length: 30 }, () => rng.normal());
    const y = x.map((value) => r * value + Math.sqrt(1 - r * r) * rng.normal());
    const [k, s] = [kendallAgreement(x, y), spearmanAgreement(x, y)];
    if (k.low <= truth.tau && truth.tau <= k.high) tau++;
    if (s.low <= truth.rho && truth.rho <= s.high) rho++;
  }
  for (const covered of [tau, rho]) {
    expect(covered / runs).toBeGreaterThan(0.93);
    expect(covered / runs).toBeLessThan(0.98);
  }
});

const trial = (index: number, curve: number[], state: TrialRecord['state'] = 'done'): TrialRecord =>
  ({
    index,
    state,
    metrics: { accuracy: curve.at(-1) },
    curve: curve.map((accuracy, epoch) => ({ epoch, loss: 0, validation: { accuracy } })),
  }) as unknown as TrialRecord;
const question = { metric: 'accuracy', direction: 'maximize', steps: [1, 2] } as const;

test('a shortcut that turns the order around is said to lie, one that keeps it to be sound', () => {
  const trials = Array.from({ length: 20 }, (_, i) => trial(i, [1 - i / 20, i / 20, i / 20]));
  const [first, second] = shortcutLevels({ ...question, trials });
  expect(first.spearman.value).toBeCloseTo(-1, 12);
  expect([first.kept, first.third, first.loss]).toEqual([0, 7, 0.95]);
  expect([verdictOf(first), verdictOf(second)]).toEqual(['lies', 'sound']);
  expect(shortcutSentence(first, '1 of 3 epochs', String)).toBe(
    'At 1 of 3 epochs the shortcut lies: 0 of the 7 best trials are among its 7 best, and its favourite ends 0.95 short of the best.',
  );
  expect(shortcutSentence(second, '2 of 3 epochs', String)).toContain(
    'At 2 of 3 epochs the shortcut can be trusted: 7 of the 7',
  );
  expect(shortcutSentence(first, 'level 1', String, 'networks')).toContain('7 best networks are');
});

test('only whole trainings count, and fewer than five say nothing; equal values are unclear', () => {
  const four = Array.from({ length: 4 }, (_, i) => trial(i, [i, i, i]));
  expect(shortcutLevels({ ...question, trials: [...four, trial(9, [1], 'pruned')] })).toEqual([]);
  const flat = Array.from({ length: 6 }, (_, i) => trial(i, [0.5, i, i]));
  const [level] = shortcutLevels({ ...question, trials: flat });
  expect(verdictOf(level)).toBe('unclear');
});

test('folds: what is known after some is their mean; levels that a trial left out are no values', () => {
  const trials = Array.from({ length: 6 }, (_, i) => trial(i, [i, 10 - i, 3 * i]));
  const [, two] = shortcutLevels({ ...question, trials, folds: true });
  expect([...two.early]).toEqual([5, 5, 5, 5, 5, 5]);
  const late = trials.map((one) => ({ ...one, curve: one.curve.slice(1) }));
  expect(shortcutLevels({ ...question, trials: late }).map(({ steps }) => steps)).toEqual([2]);
});

test('few trials do not show that a shortcut lies; many do', () => {
  const early = [3, 7, 1, 5, 0, 6, 2, 4];
  const level = (times: number) => {
    const trials = Array.from({ length: 8 * times }, (_, i) => trial(i, [early[i % 8] * times + i / 99, i % 8]));
    return shortcutLevels({ ...question, trials })[0];
  };
  expect(level(1).spearman.value).toBeLessThan(0.3);
  expect(verdictOf(level(1))).toBe('open');
  expect(shortcutSentence(level(1), '1 of 2 epochs', String)).toContain('8 trials are too few to be sure');
  expect(level(12).spearman.value).toBeLessThan(0.3);
  expect(verdictOf(level(12))).toBe('lies');
});
