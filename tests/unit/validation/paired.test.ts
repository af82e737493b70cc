// Models compared over the same folds: what goes into the tests, and what the sentence may say.
import { expect, test } from 'vitest';
import type { FoldRecord } from '$core/run/types';
import { correctedT, wilcoxon } from '$core/validation/compare';
import { encodeHits } from '$core/validation/hits';
import { comparePairs, pairSentence } from '$core/validation/paired';

const goal = { metric: 'accuracy', direction: 'maximize' } as const;
const rows = { train: 40, validation: 10 };
const fold = (number: number, value: number, right?: readonly boolean[]): FoldRecord => ({
  fold: number,
  value,
  metrics: {},
  curve: [],
  bestEpoch: null,
  rows,
  ...(right ? { hits: encodeHits(right) } : {}),
});
const first = Array.from({ length: 10 }, (_, i) => i < 9);
const second = Array.from({ length: 10 }, (_, i) => i > 2);
const model = (name: string, values: readonly number[], right?: readonly boolean[]) => ({
  name,
  folds: values.map((value, i) => fold(i, value, right)),
});
const a = model('A', [0.9, 0.92, 0.88, 0.91, 0.9, 0.93], first);
const b = model('B', [0.8, 0.83, 0.78, 0.8, 0.82, 0.81], second);

test('the tests are those of the folds that both have', () => {
  const [pair] = comparePairs([a, { ...b, folds: b.folds.slice(1) }], 3);
  const [x, y] = [a.folds.slice(1), b.folds.slice(1)];
  expect(pair.count).toBe(5);
  expect(pair.t).toEqual(correctedT(x, y));
  expect(pair.wilcoxon).toEqual(wilcoxon(x.map(({ value }, i) => value - y[i].value)));
  // Rows of the first round alone, folds 1 and 2: six that only A has right, two that only B has.
  expect(pair.mcnemar).toMatchObject({ onlyFirst: 6, onlySecond: 2 });
  expect(pair.adjusted.t).toBe(pair.t.p);
});

test('the interval holds zero exactly where the t-test does not reject', () => {
  for (const shift of [0, 0.004, 0.02, 0.05]) {
    const noisy = model(
      'N',
      [0.91, 0.9, 0.9, 0.89, 0.92, 0.9].map((value) => value - shift),
    );
    const [{ difference, half, t }] = comparePairs([a, noisy], 6);
    expect(Math.abs(difference) > half).toBe(t.p < 0.05);
  }
});

test('the sentence names the better one, by the direction of the score', () => {
  const sentence = (of: 'maximize' | 'minimize', models = [a, b]) =>
    pairSentence(comparePairs(models, 6)[0], models, { ...goal, direction: of }, 1);
  expect(sentence('maximize')).toMatch(/^A is better than B by 0\.1 on average over 6 folds/);
  expect(sentence('minimize')).toMatch(/^B is better than A by 0\.1 on average over 6 folds/);
  expect(sentence('maximize')).toContain('the effect is large');
  expect(sentence('maximize', [b, a])).toMatch(/^A is better than B/);
  expect(sentence('maximize', [a, { ...a, name: 'Copy' }])).toBe('A and Copy score the same on all 6 folds.');
  expect(sentence('maximize', [a, model('Near', [0.91, 0.9, 0.9, 0.89, 0.92, 0.9])])).toContain(
    'no difference can be told',
  );
});

test('of values there is no McNemar, and one fold is no comparison', () => {
  expect(comparePairs([model('A', [1, 2]), model('B', [2, 4])], 2)[0].mcnemar).toBeNull();
  expect(comparePairs([model('A', [1]), model('B', [2])], 1)).toEqual([]);
});
