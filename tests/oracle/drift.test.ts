// Two-sample statistics and isolation forests as scipy and scikit-learn compute them (fixtures by data_drift.py).
import { describe, expect, test } from 'vitest';
import { isolationScores, meanPath, pathLength, scoreOf } from '$core/stats/isolation';
import { spearman } from '$core/stats/correlation';
import { chiSquaredTail } from '$core/math/gamma';
import {
  chiSquaredTest,
  falseDiscovery,
  jensenShannon,
  kolmogorovSmirnov,
  kolmogorovTail,
  stabilityIndex,
  totalVariation,
  wasserstein,
} from '$core/stats/twoSamples';
import golden from './data/drift.json';
import { number } from '../unit/checks/tables';

const near = (got: number, want: number, relative = 1e-9) =>
  expect(Math.abs(got - want)).toBeLessThanOrEqual(relative * Math.max(Math.abs(want), 1e-6));

describe('two samples', () => {
  test.each(golden.ks.map((one, i) => [i, one] as const))('numbers %d', (_i, { a, b, d, exact, wasserstein: w }) => {
    const [x, y] = [Float64Array.from(a).sort(), Float64Array.from(b).sort()];
    const { statistic, p } = kolmogorovSmirnov(x, y);
    near(statistic, d);
    near(p, exact, 1e-8);
    near(wasserstein(x, y), w);
  });
  test('the limit of Kolmogorov-Smirnov', () => {
    for (const [x, p] of golden.kolmogorov) near(kolmogorovTail(x), p);
    const many = Float64Array.from({ length: 2000 }, (_, i) => i);
    const half = kolmogorovSmirnov(
      many,
      many.map((value) => value + 100),
    );
    near(half.p, kolmogorovTail(Math.sqrt(1000) * 0.05));
  });
  test.each(golden.tables.map((one, i) => [i, one] as const))('categories %d', (_i, { a, b, chi2, df, p, js }) => {
    const found = chiSquaredTest(a, b);
    near(found.statistic, chi2);
    expect(found.df).toBe(df);
    near(found.p, p, 1e-8);
    near(jensenShannon(a, b), js);
  });
  test('tails of chi-squared', () => {
    for (const [x, df, p] of golden.tails) near(chiSquaredTail(x, df), p, 1e-9);
  });
  test('stability index and total variation of a known pair', () => {
    near(stabilityIndex([10, 20, 30, 40], [25, 25, 25, 25]), 0.2282174096, 1e-8);
    near(totalVariation([10, 20, 30, 40], [1, 1, 1, 1]), 0.2);
  });
  test('false discoveries', () => {
    const found = falseDiscovery([...golden.falseDiscovery.p, NaN]);
    golden.falseDiscovery.adjusted.forEach((want, i) => near(found[i], want));
    expect(found.at(-1)).toBeNaN();
  });
});

describe('isolation forest', () => {
  test('mean path lengths', () => {
    for (const [n, length] of golden.meanPath) near(meanPath(n), length);
  });
  test('scores that follow from given trees', () => {
    const { x, sample, trees, scores } = golden.forest;
    x.forEach((row, i) => {
      const depth = trees.reduce((sum, tree) => sum + pathLength(tree, (f) => row[f]), 0) / trees.length;
      near(scoreOf(depth, sample), scores[i]);
    });
  });
  test('planted outliers are found, and rows ranked, as well as another seed of the reference does', () => {
    const { x, outliers, scores, auc, agreement } = golden.planted;
    const columns = x[0].map((_, k) =>
      number(
        `x${k}`,
        x.map((row) => row[k]),
      ),
    );
    const own = isolationScores(columns, x.length)!;
    expect(spearman(own, Float64Array.from(scores))).toBeGreaterThan(agreement - 0.015);
    const inliers = x.length - outliers;
    let above = 0;
    for (let i = inliers; i < x.length; i++) for (let j = 0; j < inliers; j++) above += Number(own[i] > own[j]);
    expect(above / (outliers * inliers)).toBeGreaterThan(auc - 0.01);
  });
});
