// Scalers, transforms, imputers and encoders against scikit-learn and scipy (tests/oracle/sklearn_recipes.py).
import { describe, expect, test } from 'vitest';
import { defaultsOf } from '$core/fields/field';
import { crossFit, groupMeans } from '$core/pipeline/encoders/target';
import { ordinal } from '$core/pipeline/encoders/ordinal';
import { imputers } from '$core/pipeline/imputers/registry';
import { hashPlace } from '$core/pipeline/recipeSteps';
import { scalers } from '$core/pipeline/scalers/registry';
import { transforms } from '$core/pipeline/transforms/registry';
import { asNumbers } from '$core/pipeline/values';
import { Stream } from '$core/rng/stream';
import golden from '../../oracle/sklearn/recipes.json';
import { bundled } from '../../support/datasets';

interface Case {
  readonly title: string;
  readonly type: string;
  readonly options: Record<string, string | number>;
  readonly column: string;
  readonly lambda?: number;
  readonly on: readonly number[];
  readonly beyond: readonly number[] | null;
}
const cases = golden.steps as unknown as readonly Case[];
const columns: Readonly<Record<string, readonly number[]>> = golden.columns;
const beyond: Readonly<Record<string, readonly number[]>> = golden.beyond;

function expectClose(actual: ArrayLike<number>, expected: readonly number[]) {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(1e-12, ...expected.map(Math.abs));
  expected.forEach((value, i) => {
    const off = Math.abs(actual[i] - value);
    if (!(off <= 1e-6 * Math.max(Math.abs(value), 1e-3 * scale))) expect([i, actual[i]]).toEqual([i, value]);
  });
}

describe('steps of numbers', () => {
  test.each(cases.map((one) => [one.title, one] as const))('%s', (_, { type, options, column, on, ...more }) => {
    const def = [...scalers, ...transforms].find((one) => one.type === type)!;
    const values = Float64Array.from(columns[column]);
    const state = def.fit(values, { ...defaultsOf(def.fields), ...options } as never, column);
    // Found by a search that ends within 1.5e-8 of its place, on a flat top: the square root of what a value can show.
    if (more.lambda !== undefined) expect(Math.abs((state.lambda as number) - more.lambda)).toBeLessThan(1e-6);
    if (more.lambda === undefined) expectClose(def.apply(state, values, column), on);
    else expectClose(def.apply({ lambda: more.lambda }, values, column), on);
    if (more.beyond) expectClose(def.apply(state, Float64Array.from(beyond[column]), column), more.beyond);
  });

  test('every scaler and transform has a golden case', () => {
    const known = new Set(cases.map(({ type }) => type));
    expect([...scalers, ...transforms].map(({ type }) => type).filter((type) => !known.has(type))).toEqual([
      'none',
      // In bins.oracle.test.ts.
      'outliers',
      'targetBins',
    ]);
  });
});

test.each(golden.imputes)('$column filled by $type', async ({ column, type, fill }) => {
  const table = await bundled('cars');
  const values = asNumbers(table.columns.find(({ name }) => name === column)!)!.filter((x) => !Number.isNaN(x));
  const def = imputers.find((one) => one.type === type)!;
  expectClose([def.fit(values, defaultsOf(def.fields))], [fill]);
});

describe('target encoding', () => {
  const { groups, fold, cases: targets } = golden.target;
  const names = [...new Set(groups)].sort();
  const codes = Int32Array.from(groups, (name) => names.indexOf(name));
  test.each(targets.map((one) => [one.kind, one.smooth, one] as const))('%s, smooth %s', (kind, smooth, one) => {
    const labels = kind === 'multiclass' ? [0, 1, 2] : [null];
    const smoothing = smooth === 'auto' ? null : Number(smooth);
    labels.forEach((label, k) => {
      const y = Float64Array.from(one.y, (value) => (label === null ? value : Number(value === label)));
      const all = groups.map(() => 1);
      const { means, overall } = groupMeans(codes, names.length, y, all, smoothing);
      const found = ['a', 'b', 'e'].map((name) => means[names.indexOf(name)]);
      expectClose(
        [...found, overall],
        one.whole.map((row) => row[k]),
      );
      if ('crossFitted' in one && one.crossFitted)
        expectClose(crossFit(codes, names.length, [y], Int32Array.from(fold), smoothing), one.crossFitted);
    });
  });
});

test('hashed categories', () => {
  const rows = golden.hashing.words.map((word) => {
    const row = Array.from({ length: 16 }, () => 0);
    const { at, value } = hashPlace(word, { size: 16, signed: true });
    row[at] = value;
    return row;
  });
  expect(rows).toEqual(golden.hashing.rows);
});

test('positions in a given order', () => {
  const order = ['low', 'mid', 'high'];
  const input = { codes: new Int32Array(), names: [], targets: [], classes: null, targetNames: [] };
  const { categories, values, unseen } = ordinal.fit({ ...input, order, stream: Stream.of(1, 'x') }, {});
  const at = (name: string) => values[categories.indexOf(name)] ?? unseen;
  expect([...at('high'), ...at('low'), ...at('other')]).toEqual(golden.ordinal);
});
