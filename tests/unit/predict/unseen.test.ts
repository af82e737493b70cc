// What every encoding makes of what training did not have, against scikit-learn (tests/oracle/sklearn_unseen.py), and
// the words that the page says about it.
import { describe, expect, test } from 'vitest';
import type { ColumnRecipe, FeaturesConfig } from '$core/lab/document';
import { TablabError } from '$core/errors/error';
import { encoderChoices } from '$core/pipeline/encoders/registry';
import { fitFeatures } from '$core/pipeline/fit';
import { namesOf, type FittedColumn } from '$core/pipeline/fitted';
import { encode } from '$core/pipeline/transform';
import { transforms } from '$core/pipeline/transforms/registry';
import { scalers } from '$core/pipeline/scalers/registry';
import { markRefused, type Refusal } from '$core/predict/domain';
import { missingEffect, rangeEffect, unseenEffect } from '$core/predict/effects';
import { defaultFeatures } from '$core/lab/document';
import type { Column } from '$core/table/types';
import { numbers, strings, tableOf } from '$datasets/columns';
import golden from '../../oracle/sklearn/unseen.json';

const y = numbers('y', golden.y);
const all = Uint32Array.from(golden.y, (_, row) => row);
const target = { kind: 'values', values: Float64Array.from(golden.y) } as const;

function fitOn(column: Column, recipe?: ColumnRecipe, more: Partial<FeaturesConfig> = {}): FittedColumn {
  const features = { ...defaultFeatures, scale: 'none' as const, ...more, ...(recipe && { columns: { x: recipe } }) };
  const roles = { target: 'y', task: 'regression', exclude: [] } as const;
  return fitFeatures(tableOf([column, y]), roles, features, all, { target, seed: 1 }).columns[0];
}
function encoded(fitted: FittedColumn, column: Column): number[][] {
  const table = tableOf([column]);
  const rows = Uint32Array.from({ length: table.rows }, (_, row) => row);
  const { features, codes } = encode({ columns: [fitted] }, table, rows);
  const values = fitted.kind === 'codes' ? codes : features;
  const width = values.length / rows.length;
  return Array.from(rows, (row) => Array.from(values.slice(row * width, (row + 1) * width)));
}
function expectClose(actual: readonly number[][], expected: readonly (readonly (number | null)[])[]) {
  expect(actual.map((row) => row.length)).toEqual(expected.map((row) => row.length));
  actual.forEach((row, i) => row.forEach((value, k) => expect(value).toBeCloseTo(expected[i][k]!, 5)));
}

const words = strings('x', golden.words);
const gaps = strings('x', golden.gaps);
const fresh = strings('x', golden.newWords);
const known = strings('x', golden.newWords.slice(0, 2));
const one = (type: string, options: Record<string, string | number | boolean> = {}): ColumnRecipe => ({
  encode: { type, options },
  scale: { type: 'none' },
});

describe('categories', () => {
  const { categories } = golden;
  test('one-hot: nothing for unseen ones; a gap has a feature where training had one', () => {
    const fitted = fitOn(gaps);
    expectClose(encoded(fitted, fresh), categories.onehot);
    expect(unseenEffect(fitted, false)).toBe('0 in all its features');
    expect(missingEffect(fitted, false)).toBe('its own feature for missing values');
    const whole = fitOn(words);
    expectClose(encoded(whole, fresh), categories.onehotNoGaps);
    expect(missingEffect(whole, false)).toBe('0 in all its features');
  });
  test('one-hot with rare ones joined: unseen ones join them', () => {
    const fitted = fitOn(words, undefined, { maxCategories: 2 });
    // scikit-learn's columns are green, red, infrequent.
    expect(namesOf(fitted)).toEqual(['x=green', 'x=red', 'x=(other)']);
    expectClose(encoded(fitted, known), categories.onehotRare);
    expect(unseenEffect(fitted, false)).toMatch(/\(other\)/);
  });
  test('codes: 0 for unseen and missing ones, or the code of rare ones', () => {
    const fitted = fitOn(gaps, undefined, { categorical: 'codes' });
    expect(encoded(fitted, fresh)).toEqual([[3], [0], [0]]);
    expect(unseenEffect(fitted, false)).toBe('the code for unknown');
    const rare = fitOn(words, undefined, { categorical: 'codes', maxCategories: 2 });
    expect(encoded(rare, fresh)).toEqual([[2], [3], [0]]);
    expect(unseenEffect(rare, false)).toBe('the code that rare categories share');
  });
  test('position in an order: -1', () => {
    const fitted = fitOn(gaps, one('ordinal'));
    expectClose(encoded(fitted, fresh), categories.ordinal);
    expect(unseenEffect(fitted, false)).toContain('the number -1');
  });
  test('mean of the target: that of all rows; a gap has its own where training had one', () => {
    const fitted = fitOn(gaps, one('target'));
    expectClose(encoded(fitted, fresh), categories.target);
    expect(unseenEffect(fitted, false)).toContain('the mean of the target, the number 2.375');
    expectClose(encoded(fitOn(words, one('target')), fresh), categories.targetNoGaps);
  });
  test('how frequent it is: 0', () => {
    const fitted = fitOn(gaps, one('count', { measure: 'rows' }));
    expect(encoded(fitted, fresh)).toEqual([[2], [0], [2]]);
    expect(unseenEffect(fitted, false)).toContain('the number 0');
  });
  test('hashing: a place for every category, none for a gap', () => {
    const fitted = fitOn(words, one('hashing', { size: 6 }));
    expectClose(encoded(fitted, known), categories.hashing);
    expect(encoded(fitted, fresh)[2]).toEqual([0, 0, 0, 0, 0, 0]);
  });
  test('a category chosen for gaps stands for them', () => {
    const fitted = fitOn(words, { ...one('ordinal'), impute: { type: 'mode' } });
    expect(encoded(fitted, fresh)).toEqual([[2], [-1], [2]]);
    expect(missingEffect(fitted, false)).toBe('taken for "red"');
  });
});

describe('texts', () => {
  const column = (texts: readonly string[]) => strings('x', texts, 'text');
  test.each([
    ['words', { least: 1 }, golden.texts_.words],
    ['tfidf', { least: 1 }, golden.texts_.tfidf],
    ['hashedText', { size: 16 }, golden.texts_.hashedText],
  ] as const)('%s: unknown terms count nothing', (type, options, expected) => {
    const fitted = fitOn(column(golden.texts), { encode: { type, options } });
    expectClose(encoded(fitted, column(golden.newTexts)), expected);
  });
});

test('token codes: 1 for unknown words, padding for nothing', () => {
  const fitted = fitOn(
    strings(
      'x',
      Array.from(golden.y, (_, i) => (i % 2 ? 'red' : 'red car')),
      'text',
    ),
    { encode: { type: 'tokens', options: { least: 1 } } },
  );
  const fresh = encode(
    { columns: [fitted] },
    tableOf([strings('x', ['red plane', null, '?'], 'text')]),
    all.slice(0, 3),
  );
  expect([...fresh.codes]).toEqual([2, 1, 0, 0, 0, 0]);
  expect(unseenEffect(fitted, false)).toContain('unknown ones as one code');
  expect(missingEffect(fitted, false)).toBe('padding alone');
});

describe('numbers', () => {
  const x = numbers('x', golden.x);
  const beyond = numbers('x', golden.newX);
  const { numbers: expected } = golden;
  test.each([
    [
      'bins',
      { transforms: [{ type: 'bins', options: { strategy: 'uniform', count: 3 } }] },
      expected.bins,
      'the first or the last bin',
    ],
    ['quantile', { scale: { type: 'quantile' } }, expected.quantile, 'the lowest or the highest rank'],
    [
      'quantile, normal',
      { scale: { type: 'quantile', options: { output: 'normal' } } },
      expected.quantileNormal,
      'the lowest or the highest rank',
    ],
    ['yeoJohnson', { transforms: [{ type: 'yeoJohnson' }] }, expected.yeoJohnson, 'the number as it is'],
    ['standard', { scale: { type: 'standard' } }, expected.standard, 'the number as it is'],
    ['minMax', { scale: { type: 'minMax' } }, expected.minMax, 'the number as it is'],
    ['maxAbs', { scale: { type: 'maxAbs' } }, expected.maxAbs, 'the number as it is'],
    ['robust', { scale: { type: 'robust' } }, expected.robust, 'the number as it is'],
  ] as const)('%s beyond the range', (_, recipe, values, effect) => {
    const fitted = fitOn(x, { scale: { type: 'none' }, ...recipe } as ColumnRecipe);
    encoded(fitted, beyond).forEach(([value], i) =>
      expect(Math.abs(value - values[i])).toBeLessThan(2e-5 * Math.max(1, Math.abs(values[i]))),
    );
    expect(rangeEffect(fitted, false)).toContain(effect);
  });
  test('a gap where training had none takes what the step found', () => {
    for (const how of ['mean', 'median'] as const) {
      const fitted = fitOn(x, undefined, { impute: how });
      expect(encoded(fitted, numbers('x', [NaN]))).toEqual([[golden.imputed[how]]]);
      expect(missingEffect(fitted, false)).toBe(`filled with ${golden.imputed[how]}`);
    }
  });
  test('what scikit-learn refuses or turns into no number counts as missing, and no other', () => {
    expect(golden.boxCoxRaises).toBe(true);
    expect(golden.logOfNegative).toEqual([[null], [0]]);
    for (const type of ['boxCox', 'log', 'log1p', 'sqrt']) {
      const fitted = fitOn(x, { transforms: [{ type }] });
      const table = tableOf([numbers('x', [3, -1, NaN, 8, -7])]);
      const outside: unknown[] = [];
      const { features } = encode({ columns: [fitted] }, table, all.slice(0, 5), undefined, undefined, (one) =>
        outside.push(one),
      );
      expect([...features].every(Number.isFinite)).toBe(true);
      expect([features[1], features[4], features[0] === features[2]]).toEqual([features[2], features[2], false]);
      expect(outside).toMatchObject([{ column: 'x', example: -1, rows: 2 }]);
    }
  });
});

test.each(encoderChoices.map((choice) => [choice.type, choice] as const))(
  '%s gives numbers for whatever comes, and the page has words for it',
  (type, { text, fields }) => {
    const options: Record<string, number> = 'least' in fields ? { least: 1 } : {};
    const as = text ? ('text' as const) : ('categorical' as const);
    const fitted = fitOn(strings('x', text ? golden.texts : golden.gaps, as), { encode: { type, options } });
    const table = tableOf([strings('x', ['red', 'purple plane', null, ''], as)]);
    const { features, codes } = encode({ columns: [fitted] }, table, all.slice(0, 4));
    expect([...features, ...codes].every(Number.isFinite)).toBe(true);
    expect(features.length + codes.length).toBeGreaterThan(0);
    for (const effect of [unseenEffect(fitted, false), missingEffect(fitted, false)]) expect(effect).not.toBe('');
  },
);

test.each([...transforms, ...scalers].map((def) => [def.type, def] as const))(
  '%s gives a number beyond the range of training, or takes it as missing',
  (type, def) => {
    const step = scalers.includes(def) ? { scale: { type } } : { transforms: [{ type }] };
    const fitted = fitOn(numbers('x', golden.x), step);
    const table = tableOf([numbers('x', golden.newX)]);
    const refused = new Uint8Array(golden.newX.length);
    markRefused({ columns: [fitted] }, table, refused, new Map());
    expect(refused.every((one) => one === 0)).toBe(true);
    const { features } = encode({ columns: [fitted] }, table, all.slice(0, golden.newX.length));
    expect(features).toHaveLength(golden.newX.length);
    expect(features.every(Number.isFinite)).toBe(true);
  },
);

describe('a number that a step does not take', () => {
  const known = numbers('x', [1, 2, 4, 8, 16, 32, 64, 128].slice(0, golden.y.length));
  const at = (values: number[]) => tableOf([numbers('x', values)]);
  const log = (more: ColumnRecipe = {}) =>
    fitOn(known, { transforms: [{ type: 'log' }], scale: { type: 'none' }, ...more });

  test('counts as missing, with its mark, and is told of', () => {
    const fitted = log({ impute: { type: 'constant', options: { value: 10, mark: true } } });
    const outside: unknown[] = [];
    const { features } = encode(
      { columns: [fitted] },
      at([8, -3, 0, NaN, -3]),
      all.slice(0, 5),
      undefined,
      undefined,
      (one) => outside.push(one),
    );
    const rows = Array.from({ length: 5 }, (_, i) =>
      [...features.slice(2 * i, 2 * i + 2)].map((x) => Number(x.toFixed(5))),
    );
    const ln10 = [Number(Math.log(10).toFixed(5)), 1];
    expect(rows).toEqual([[Number(Math.log(8).toFixed(5)), 0], ln10, ln10, ln10, ln10]);
    expect(outside).toEqual([{ column: 'x', step: 'Logarithm', needs: 'numbers above 0', example: -3, rows: 3 }]);
  });

  test('takes the row out where the number for gaps is not taken either', () => {
    const fitted = log({ impute: { type: 'constant', options: { value: 0 } } });
    const refused = new Uint8Array(4);
    const refusals = new Map<string, Refusal>();
    markRefused({ columns: [fitted] }, at([8, -3, NaN, 2]), refused, refusals);
    expect([...refused]).toEqual([0, 1, 1, 0]);
    expect([...refusals.values()]).toMatchObject([{ column: 'x', step: 'Logarithm', rows: 2 }]);
    expect(() => encode({ columns: [fitted] }, at([8, -3]), all.slice(0, 2))).toThrow(TablabError);
  });
});
