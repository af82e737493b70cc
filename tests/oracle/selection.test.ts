// Selections against scikit-learn (fixture by sklearn_selection.py).
import { describe, expect, test } from 'vitest';
import { columnsOf, dense } from '$core/math/dense';
import { eliminate } from '$core/select/eliminate';
import { keptOf } from '$core/select/keep';
import { lasso, logisticLasso } from '$core/select/lasso';
import { signedTargets } from '$core/select/ridge';
import { anovaF, chiSquared, regressionF, variances } from '$core/select/scores';
import { expectClose } from '../support/close';
import golden from './sklearn/selection.json';

type Raw = readonly (number | string | null)[];
const numbers = (raw: Raw) => Float64Array.from(raw, (v) => (v === null ? NaN : v === 'inf' ? Infinity : Number(v)));
const matrix = (of: { rows: number; columns: number }, raw: Raw) => dense(of.rows, of.columns, numbers(raw));

function expectScores(got: Float64Array, raw: Raw) {
  const want = numbers(raw);
  expect(got).toHaveLength(want.length);
  got.forEach((score, c) => {
    // Rounding makes scikit-learn's F of a constant column or a perfect line some huge number, or none.
    if (!(want[c] < 1e12)) return expect(score === 0 || Number.isNaN(score) || score > 1e12).toBe(true);
    expect(Math.abs(score - want[c])).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(want[c])));
  });
}

describe.each(Object.entries(golden.classes))('classes of %s', (name, of) => {
  const x = matrix(of, of.x);
  const y = Int32Array.from(of.y as number[]);
  const count = Math.max(...y) + 1;
  test('F', () => {
    if (name !== 'constant') return expectScores(anovaF(x, y), of.f);
    const got = anovaF(x, y);
    expect(got[2]).toBeNaN();
    expectScores(
      got.filter((_, c) => c !== 2),
      of.f.filter((_, c) => c !== 2),
    );
  });
  test('chi-squared', () => expectScores(chiSquared(matrix(of, of.positive), y), of.chi2));
  test('coefficients with an L1 penalty', () => {
    signedTargets(y, count).forEach((signed, k) =>
      expectClose(logisticLasso(columnsOf(x, of.distinct), signed, of.c), numbers(of.l1[k]), 1e-6, `class ${k}`),
    );
  });
  test('recursive elimination', () => {
    for (const { keep, step, ranks } of of.rfe)
      expect(Array.from(eliminate(x, signedTargets(y, count), keep, step).ranks)).toEqual(ranks);
  });
});

describe.each(Object.entries(golden.values))('values of %s', (_, of) => {
  const x = matrix(of, of.x);
  const y = numbers(of.y);
  test('F', () => expectScores(regressionF(x, y), of.f));
  test('lasso', () => expectClose(lasso(matrix(of, of.scaled), y, of.alpha), numbers(of.lasso), 1e-7, 'coefficients'));
  test('recursive elimination', () => {
    for (const { keep, step, ranks } of of.rfe) expect(Array.from(eliminate(x, [y], keep, step).ranks)).toEqual(ranks);
  });
});

test.each(golden.kept)('the best few and the best share of $scores', ({ scores, best, share }) => {
  const all = numbers(scores);
  const common = { components: 1, share: 50, threshold: 0 };
  for (const [k, kept] of best as [number, number[]][])
    expect(keptOf(all, { ...common, keep: 'best', components: k })).toEqual(kept);
  for (const [p, kept] of share as [number, number[]][]) {
    // scikit-learn keeps none where a share rounds to none.
    if (kept.length > 0) expect(keptOf(all, { ...common, keep: 'share', share: p })).toEqual(kept);
    else expect(keptOf(all, { ...common, keep: 'share', share: p })).toHaveLength(1);
  }
});

test.each(golden.variance)('variances', (of) => {
  expectClose(variances(matrix(of, of.x)), numbers(of.variances), 1e-11, 'variances');
});
