// Fitted values and features against scikit-learn (tests/oracle/sklearn_preprocessing.py).
import { expect, test } from 'vitest';
import { defaultFeatures, type FeaturesConfig } from '$core/lab/document';
import { fitFeatures } from '$core/pipeline/fit';
import { transform } from '$core/pipeline/transform';
import type { Roles } from '$core/table/types';
import golden from '../../oracle/sklearn/preprocessing.json';
import { bundled } from '../../support/datasets';

const first = Uint32Array.from({ length: 300 }, (_, i) => i);
const next = Uint32Array.from({ length: 30 }, (_, i) => 300 + i);
const fit = async (only: readonly string[], config: Partial<FeaturesConfig>) => {
  const table = await bundled('cars');
  const exclude = table.columns.map((c) => c.name).filter((name) => !only.includes(name));
  const roles: Roles = { target: 'Name', task: 'multiclass', exclude };
  return { table, fitted: fitFeatures(table, roles, { ...defaultFeatures, ...config }, first) };
};
const expectClose = (actual: number, expected: number) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-12 * Math.abs(expected));

test.each(['mean', 'median'] as const)('impute by %s, then standardize', async (impute) => {
  const { table, fitted } = await fit(golden.columns, { impute });
  const { fill, mean, std } = golden.fitted[impute];
  fitted.columns.forEach((column, i) => {
    if (column.kind !== 'number') throw new Error(`${column.column} is not a number`);
    expectClose(column.fill, fill[i]);
    expectClose(column.mean, mean[i]);
    expectClose(column.std, std[i]);
  });
  const { features } = transform(fitted, table, next);
  const expected = golden.scaled[impute].flat();
  expect(features.length).toBe(expected.length);
  // Half a unit in the last place of float32, and what float64 rounding moves across it.
  features.forEach((value, i) =>
    expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(1e-7 * Math.abs(expected[i]) + 1e-12),
  );
});

test('one column per category', async () => {
  const { table, fitted } = await fit(['Origin'], {});
  expect(fitted.featureNames).toEqual(golden.origin.categories.map((name) => `Origin=${name}`));
  expect([...transform(fitted, table, next).features]).toEqual(golden.origin.onehot.flat());
});
