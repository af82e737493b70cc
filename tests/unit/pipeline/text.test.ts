// Texts as numbers against scikit-learn (tests/oracle/sklearn_text.py), and as part of the pipeline.
import { describe, expect, test } from 'vitest';
import { TablabError } from '$core/errors/error';
import { defaultsOf } from '$core/fields/field';
import { defaultFeatures, defaultSplit, type ColumnRecipe } from '$core/lab/document';
import { prepare } from '$core/pipeline/prepare';
import { fitText, textEncoders } from '$core/pipeline/text/encoders';
import { textVectorizer, textWidth, type TextCode } from '$core/pipeline/text/vectorize';
import { numbers, strings, tableOf } from '$datasets/columns';
import golden from '../../oracle/sklearn/text.json';
import { expectClose } from '../../support/close';
import { thrownCode } from '../../support/thrown';

const { train, later } = golden;
const fitted = (type: 'words' | 'tfidf' | 'hashedText', options: object) => {
  const { fields } = textEncoders.find((one) => one.type === type)!;
  const code = fitText(
    type,
    { ...defaultsOf(fields), ...options },
    train,
    train.map(() => 1),
    train.length,
  );
  return code!;
};
const rowsOf = (code: TextCode, texts: readonly string[]) => {
  const vector = textVectorizer(code);
  return texts.map((text) => {
    const row = new Float64Array(textWidth(code));
    const { at, values } = vector(text);
    at.forEach((place, i) => (row[place] = values[i]));
    return row;
  });
};
function expectRows(code: TextCode, one: { train: number[][]; later: number[][] }) {
  rowsOf(code, train).forEach((row, i) => expectClose(row, one.train[i], 1e-9, `training text ${i}`));
  rowsOf(code, later).forEach((row, i) => expectClose(row, one.later[i], 1e-9, `later text ${i}`));
}

test.each(golden.counts)('counts, $options', (one) => {
  const code = fitted('words', one.options);
  expect(code.terms).toEqual(one.terms);
  expectRows(code, one);
});

test.each(golden.tfidf)('TF-IDF, $options', (one) => {
  const code = fitted('tfidf', one.options);
  expect(code.terms).toEqual(one.terms);
  expectRows(code, one);
});

test.each(golden.hashed)('hashed, $options', (one) => expectRows(fitted('hashedText', one.options), one));

describe('as the encoding of a column', () => {
  const rows = 40;
  const words = ['red car', 'blue car', 'red house', null];
  const table = tableOf([
    strings(
      't',
      Array.from({ length: rows }, (_, i) => (i === 3 ? 'only once' : words[i % 4])),
      'text',
    ),
    numbers(
      'y',
      Array.from({ length: rows }, (_, i) => i),
    ),
  ]);
  const labOf = (t: ColumnRecipe) => ({
    seed: 1,
    roles: { target: 'y', task: 'regression' as const, exclude: [] },
    features: { ...defaultFeatures, columns: { t } },
    split: defaultSplit,
  });
  test('a text without an encoding is left out, one with it is a feature', () => {
    expect(() => prepare(table, labOf({}))).toThrow(TablabError);
    const { featureNames, train, rowsOf } = prepare(table, labOf({ encode: { type: 'words' } }));
    expect(featureNames).toEqual(['t: blue', 't: car', 't: house', 't: red']);
    const missing = rowsOf.train.findIndex((row) => row % 4 === 3 && row !== 3);
    expect([...train.features.subarray(4 * missing, 4 * missing + 4)]).toEqual([0, 0, 0, 0]);
  });
  test('what the encoding cannot be', () => {
    const code = (recipe: ColumnRecipe) => thrownCode(() => prepare(table, labOf(recipe)));
    expect(code({ encode: { type: 'onehot' } })).toBe('recipe-unfit');
    expect(code({ encode: { type: 'tfidf' }, scale: { type: 'standard' } })).toBe('recipe-unfit');
    expect(code({ encode: { type: 'words', options: { least: 1000 } } })).toBe('no-features');
  });
});
