// Statistics of columns against pandas, scipy and scikit-learn (fixtures by data_stats.py).
import { expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import { chiSquared, contingency, correlationRatio, cramersV } from '$core/stats/categories';
import { pearson, spearman } from '$core/stats/correlation';
import { describeCategorical, describeNumeric } from '$core/stats/describe';
import { correlatedGroups } from '$core/stats/groups';
import { blurred, classInformation, continuousInformation, discreteInformation } from '$core/stats/mutualInformation';
import golden from './data/stats.json';

const numbers = (values: readonly (number | null)[]) => Float64Array.from(values, (value) => value ?? NaN);
const codes = (values: readonly number[]) => Int32Array.from(values);
/** Relative where large; null means NaN. */
function near(got: number, expected: number | null, digits = 11) {
  if (expected === null) return expect(got).toBeNaN();
  expect(Math.abs(got - expected) / Math.max(1, Math.abs(expected))).toBeLessThan(10 ** -digits);
}
const each = <T>(cases: readonly T[]) => cases.map((one, i) => [i, one] as const);

test.each(each(golden.describe))('numbers %d as pandas', (_i, { values, ...expected }) => {
  const got = describeNumeric(numbers(values));
  for (const key of ['count', 'missing', 'unique'] as const) expect(got[key]).toBe(expected[key]);
  for (const key of ['mean', 'sd', 'min', 'q1', 'median', 'q3', 'max'] as const) near(got[key], expected[key]);
  near(got.skew, expected.skew, 9);
  near(got.kurtosis, expected.kurtosis, 9);
});

test.each(each(golden.describeCategories))('categories %d as pandas and scipy', (_i, one) => {
  const dictionary = [...new Set(one.values.filter((value) => value !== null))];
  const got = describeCategorical(codes(one.values.map((v) => (v === null ? -1 : dictionary.indexOf(v)))), dictionary);
  expect([got.count, got.unique, got.freq]).toEqual([one.count, one.unique, one.freq]);
  expect(one.values.filter((value) => value === got.top)).toHaveLength(one.freq);
  near(got.entropy, one.entropy);
});

test.each(each(golden.pairs))('correlation %d as pandas', (_i, { x, y, ...expected }) => {
  near(pearson(numbers(x), numbers(y)), expected.pearson, 10);
  near(spearman(numbers(x), numbers(y)), expected.spearman);
});

test.each(each(golden.tables))('contingency %d as scipy', (_i, { a, b, chi2, v, mi }) => {
  near(chiSquared(contingency(codes(a), codes(b))), chi2);
  near(cramersV(codes(a), codes(b)), v);
  near(discreteInformation(codes(a), codes(b)), mi);
});

test.each(each(golden.ratios))('correlation ratio %d by the F test of scipy', (_i, one) => {
  near(correlationRatio(codes(one.codes), numbers(one.values)), one.eta);
});

test.each(each(golden.continuous))('information of two numbers %d as scikit-learn', (_i, one) => {
  near(continuousInformation(numbers(one.x), numbers(one.y)), one.mi);
});

test.each(each(golden.classes))('information of a number and classes %d as scikit-learn', (_i, one) => {
  near(classInformation(numbers(one.x), codes(one.codes)), one.mi);
});

test('scaled and blurred, as mutual_info_regression and mutual_info_classif', () => {
  const { x, y, codes: classes, regression, classif, discreteFeature } = golden.public;
  const noise = (name: string) => Stream.of(0, name);
  const bx = blurred(numbers(x), noise('x'));
  const by = blurred(numbers(y), noise('y'));
  near(continuousInformation(bx, by), regression);
  near(classInformation(bx, codes(classes)), classif);
  near(classInformation(by, codes(classes)), discreteFeature);
});

test.each(golden.groups)('groups at $limit as single linkage of scipy', ({ limit, groups }) => {
  expect(correlatedGroups(golden.matrix, 5, limit)).toEqual(groups);
});
