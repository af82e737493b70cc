// Intervals over folds and paired tests against SciPy and statsmodels.
import { describe, expect, test } from 'vitest';
import { tQuantile, twoSidedT } from '$core/math/studentT';
import { correctedT, mcnemarOf, wilcoxon } from '$core/validation/compare';
import { summariseFolds } from '$core/validation/intervals';
import golden from './scipy/comparison.json';

const near = (actual: number, expected: number) =>
  expect(Math.abs(actual - expected), `${actual} for ${expected}`).toBeLessThanOrEqual(
    1e-9 * Math.abs(expected) + 1e-300,
  );

describe("Student's t", () => {
  test.each(golden.t)('tails: t = $t, df = $df', ({ t, df, p }) => {
    near(twoSidedT(t, df), p);
    near(twoSidedT(-t, df), p);
  });
  test.each(golden.quantile)('quantile of $level, df = $df', ({ level, df, t }) => near(tQuantile(level, df), t));
  test('at its ends', () => {
    expect([twoSidedT(0, 4), twoSidedT(Infinity, 4), twoSidedT(NaN, 4)]).toEqual([1, 0, NaN]);
  });
});

describe('folds', () => {
  const rowsOf = (ratio: number) => ({ train: 3600, validation: 3600 * ratio });
  test.each(golden.corrected)('interval and corrected t of $ratio', ({ d, ratio, statistic, p, half, plain }) => {
    const folds = d.map((value) => ({ value, rows: rowsOf(ratio) }));
    const summary = summariseFolds(folds);
    near(summary.corrected, half);
    near(summary.plain, plain);
    const zero = folds.map(({ rows }) => ({ value: 0, rows }));
    const test = correctedT(folds, zero);
    near(test.statistic, statistic);
    near(test.p, p);
    near(correctedT(zero, folds).p, p);
  });
  test('one fold has a mean and nothing else; equal models do not differ', () => {
    const [fold] = [{ value: 0.5, rows: rowsOf(0.25) }];
    expect(summariseFolds([fold])).toEqual({ count: 1, mean: 0.5, sd: NaN, plain: NaN, corrected: NaN });
    expect(correctedT([fold, fold], [fold, fold])).toEqual({ statistic: 0, p: 1, df: 1 });
  });
});

test.each(golden.wilcoxon)('Wilcoxon signed-rank, case %#', ({ d, statistic, p }) => {
  const result = wilcoxon(d);
  near(result.statistic, statistic);
  near(result.p, p);
});
test('Wilcoxon of no differences', () => expect(wilcoxon([0, 0])).toMatchObject({ p: 1, pairs: 0 }));

test.each(golden.mcnemar)('McNemar of $b and $c', ({ b, c, statistic, p, chi2, pChi2 }) => {
  const { exact, corrected } = mcnemarOf(b, c);
  near(exact!.statistic, statistic);
  near(exact!.p, p);
  near(corrected.statistic, chi2);
  near(corrected.p, pChi2);
});
