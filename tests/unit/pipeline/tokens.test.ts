// Texts as sequences of codes against Keras (tests/oracle/keras_tokens.py), and as part of the pipeline.
import { describe, expect, test } from 'vitest';
import { defaultsOf } from '$core/fields/field';
import { defaultFeatures, defaultSplit, type ColumnRecipe, type FeaturesConfig } from '$core/lab/document';
import { subjectOf } from '$core/decompose/subject';
import { prepare } from '$core/pipeline/prepare';
import { fitTokens, tokenFields, tokenizer, tokensOf, type TokenOptions } from '$core/pipeline/text/tokens';
import { transform } from '$core/pipeline/transform';
import { numbers, strings, tableOf } from '$datasets/columns';
import golden from '../../oracle/keras/tokens.json';
import { thrownCode } from '../../support/thrown';

const defaults = defaultsOf(tokenFields);
const once = (texts: readonly string[]) => texts.map(() => 1);
const padded = (codes: Int32Array, length: number) => [...codes, ...new Array<number>(length - codes.length).fill(0)];

test.each(golden.cases)('as Keras has it, $options', ({ options, terms, train, later }) => {
  const code = fitTokens(options as TokenOptions, golden.train, once(golden.train))!;
  expect(code.terms).toEqual(terms);
  const codes = tokenizer(code);
  expect(golden.train.map((text) => padded(codes(text), code.length))).toEqual(train);
  expect(golden.later.map((text) => padded(codes(text), code.length))).toEqual(later);
});

test('capitals and punctuation of every script', () => {
  expect(tokensOf('„ÉTÉ“ – Köln … «Été»', { pieces: 'word', lowercase: true })).toEqual(['été', 'köln', 'été']);
  expect(tokensOf('Ü!x', { pieces: 'char', lowercase: true })).toEqual(['ü', 'x']);
  expect(tokensOf(' ¡! ', { pieces: 'word', lowercase: true })).toEqual([]);
});

describe('length by the texts', () => {
  const lengthOf = (lengths: readonly number[], times = once(lengths.map(String))) =>
    fitTokens(
      defaults,
      lengths.map((n) => 'a '.repeat(n)),
      times,
    )?.length;
  test('holds 95 of 100 rows whole, whichever way equal rows are given', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
    expect(lengthOf(hundred)).toBe(95);
    expect(lengthOf([3, 40], [95, 5])).toBe(3);
    expect(lengthOf([3, 40], [94, 6])).toBe(40);
  });
  test('from 2 to 256', () => {
    expect(lengthOf([1, 1])).toBe(2);
    expect(lengthOf([400, 400])).toBe(256);
    expect(lengthOf([0, 0])).toBeUndefined();
  });
});

test('rare tokens count as unknown, by rows and not by how often', () => {
  const { terms } = fitTokens({ ...defaults, least: 2 }, ['b b b a', 'a c'], [1, 1])!;
  expect(terms).toEqual(['a']);
  expect(fitTokens({ ...defaults, least: 2 }, ['b b b a'], [2])!.terms).toEqual(['b', 'a']);
});

describe('as the encoding of a column', () => {
  const rows = 40;
  const times = <T>(make: (i: number) => T) => Array.from({ length: rows }, (_, i) => make(i));
  const words = ['red car here', 'blue car', 'red house', null];
  const table = tableOf([
    strings(
      't',
      times((i) => (i === 3 ? 'only once' : words[i % 4])),
      'text',
    ),
    strings(
      'u',
      times((i) => ['so it is', 'it is not'][i % 2]),
      'text',
    ),
    strings(
      'c',
      times((i) => ['p', 'q', 'r'][i % 3]),
    ),
    numbers(
      'x',
      times((i) => i % 5),
    ),
    numbers('y', times(Number)),
  ]);
  const tokens: ColumnRecipe = { encode: { type: 'tokens' } };
  const labOf = (columns: Record<string, ColumnRecipe>, exclude: string[], features: Partial<FeaturesConfig> = {}) => ({
    seed: 1,
    roles: { target: 'y', task: 'regression' as const, exclude },
    features: { ...defaultFeatures, ...features, columns },
    split: defaultSplit,
  });

  test('the codes of a row, and the vocabulary that an embedding takes', () => {
    const { inputs, train, rowsOf, featureNames } = prepare(table, labOf({ t: tokens }, ['u', 'c', 'x']));
    // Padding, unknown; car and red (22 or so rows each), then those that half as many have, later by code point first.
    expect(inputs).toEqual([{ id: 'codes', shape: [3], dtype: 'int32', vocabulary: 7, padding: [0] }]);
    expect(featureNames).toEqual([]);
    expect(train.features).toHaveLength(0);
    const row = (i: number) => {
      const at = rowsOf.train.findIndex((one) => (i === 3 ? one === 3 : one % 4 === i && one !== 3));
      return [...train.codes.subarray(3 * at, 3 * at + 3)];
    };
    const [red, car, here] = row(0);
    expect(new Set([red, car])).toEqual(new Set([2, 3]));
    expect(here).toBeGreaterThan(3);
    expect(row(1).slice(1)).toEqual([car, 0]);
    // A missing text is padding.
    const missing = rowsOf.train.findIndex((one) => one % 4 === 3 && one !== 3);
    expect([...train.codes.subarray(3 * missing, 3 * missing + 3)]).toEqual([0, 0, 0]);
    if (rowsOf.train.includes(3)) expect(row(3)).toEqual([1, 1, 0]);
  });
  test('numbers and one-hot columns stand beside them; a second text follows the first with codes of its own', () => {
    const beside = prepare(table, labOf({ t: tokens }, ['u']));
    expect(beside.inputs.map(({ id, shape }) => [id, shape])).toEqual([
      ['features', [4]],
      ['codes', [3]],
    ]);
    const two = prepare(table, labOf({ t: tokens, u: tokens }, ['c', 'x']));
    expect(two.inputs).toEqual([{ id: 'codes', shape: [6], dtype: 'int32', vocabulary: 7 + 6, padding: [0, 7] }]);
    const first = two.train.codes.filter((_, i) => i % 6 < 3);
    const second = two.train.codes.filter((_, i) => i % 6 >= 3);
    expect(Math.max(...first)).toBeLessThan(7);
    expect(Math.min(...second)).toBeGreaterThanOrEqual(7);
  });
  test('later rows: unknown words, longer texts', () => {
    const { pipeline } = prepare(table, labOf({ t: tokens }, ['u', 'c', 'x']));
    const later = tableOf([strings('t', ['car, CAR! new', 'red red red red red', null], 'text')]);
    const { codes } = transform(pipeline, later, Uint32Array.of(0, 1, 2));
    const { codes: known } = transform(
      pipeline,
      tableOf([strings('t', ['car red', ''], 'text')]),
      Uint32Array.of(0, 1),
    );
    const [car, red] = known;
    expect([...codes]).toEqual([car, car, 1, red, red, red, 0, 0, 0]);
  });
  test('a pipeline kept as JSON gives the same codes', () => {
    const made = prepare(table, labOf({ t: tokens, u: tokens }, ['c']));
    const read = JSON.parse(JSON.stringify(made.pipeline)) as typeof made.pipeline;
    expect(transform(read, table, made.rowsOf.test).codes).toEqual(made.test.codes);
  });
  test('what cannot be beside them or made of them', () => {
    const coded = labOf({ t: tokens }, ['u', 'x'], { categorical: 'codes' });
    expect(thrownCode(() => prepare(table, coded))).toBe('tokens-beside-codes');
    expect(thrownCode(() => prepare(table, labOf({ t: { ...tokens, scale: { type: 'standard' } } }, ['u'])))).toBe(
      'recipe-unfit',
    );
    expect(thrownCode(() => prepare(table, labOf({ x: tokens }, ['t', 'u'])))).toBe('recipe-unfit');
    const none = { encode: { type: 'tokens', options: { least: 1000 } } };
    expect(thrownCode(() => prepare(table, labOf({ t: none }, ['u', 'c', 'x'])))).toBe('no-features');
    const short = { encode: { type: 'tokens', options: { cut: 'set', length: 1 } } };
    expect(thrownCode(() => prepare(table, labOf({ t: short }, [])))).toBe('field-invalid');
  });
  test('selections and pictures of numbers say that there are none', () => {
    const lab = labOf({ t: tokens }, ['u', 'c', 'x'], { matrix: [{ id: 'one', type: 'pca' }] });
    expect(thrownCode(() => prepare(table, lab))).toBe('matrix-no-numbers');
    expect(thrownCode(() => subjectOf(table, labOf({ t: tokens }, ['u', 'c', 'x'])))).toBe('subject-only-codes');
    expect(subjectOf(table, labOf({ t: tokens }, ['u', 'c'])).names).toEqual(['x']);
  });
  test('rows of texts are repeated, not pieced together', () => {
    const classes = tableOf([
      ...table.columns.slice(0, 4),
      strings(
        'k',
        times((i) => (i % 4 === 0 ? 'few' : 'many')),
      ),
    ]);
    const labWith = (type: string, exclude: string[]) => ({
      ...labOf({ t: tokens }, exclude, { resample: [{ id: 'one', type }] }),
      roles: { target: 'k', task: 'binary' as const, exclude },
    });
    expect(thrownCode(() => prepare(classes, labWith('smoteNc', ['u'])))).toBe('resample-texts');
    expect(thrownCode(() => prepare(classes, labWith('smote', ['u', 'c', 'x'])))).toBe('resample-texts');
    const { train } = prepare(classes, labWith('over', ['u']));
    expect(train.codes).toHaveLength(3 * train.rows);
  });
});
