import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TablabError } from '$core/errors/error';
import { defaultFeatures, defaultSplit, type FeaturesConfig } from '$core/lab/document';
import { prepare } from '$core/pipeline/prepare';
import { resampleDefs } from '$core/pipeline/resample/registry';
import { checkResample, classCounts, foretell } from '$core/pipeline/resample/run';
import { applyFeatureParams, featureFieldAt } from '$core/space/featurePaths';
import { numbers, strings, tableOf } from '$datasets/columns';

const rows = 90;
type Resample = NonNullable<FeaturesConfig['resample']>;
const labOf = (resample: Resample, more: Partial<FeaturesConfig> = {}) => ({
  seed: 3,
  roles: { target: 'y', task: 'multiclass' as const, exclude: [] },
  features: { ...defaultFeatures, ...more, ...(resample.length > 0 ? { resample } : {}) },
  split: defaultSplit,
});
/** 60 rows of a, 20 of b, 10 of c; a number, a category with gaps, a yes or no. */
const tableFor = (shift: (row: number) => number = () => 0) =>
  tableOf([
    numbers(
      'n',
      Array.from({ length: rows }, (_, i) => ((i * 37) % 29) + shift(i)),
    ),
    numbers(
      'm',
      Array.from({ length: rows }, (_, i) => ((i * i) % 31) / 3),
    ),
    strings(
      'k',
      Array.from({ length: rows }, (_, i) => ['red', 'green', 'blue', null][(i * 7) % 4]),
    ),
    numbers(
      'b',
      Array.from({ length: rows }, (_, i) => ((i * 5) % 3) % 2),
      'boolean',
    ),
    strings(
      'y',
      Array.from({ length: rows }, (_, i) => (i % 9 === 0 ? 'c' : i % 9 < 3 ? 'b' : 'a')),
    ),
  ]);
const code = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof TablabError) return { code: error.code, id: error.details.id };
    throw error;
  }
  return 'nothing thrown';
};
const step = (type: string, options?: Resample[number]['options']) => [
  { id: 'one', type, ...(options ? { options } : {}) },
];

describe.each(resampleDefs.map(({ type }) => type))('%s', (type) => {
  test('changes training rows alone, to the counts foretold', () => {
    const plain = prepare(tableFor(), labOf([]));
    const made = prepare(tableFor(), labOf(step(type, { ratio: 0.8 })));
    expect(made.pipeline).toEqual(plain.pipeline);
    expect(made.validation).toEqual(plain.validation);
    expect(made.test).toEqual(plain.test);
    const [said] = foretell(step(type, { ratio: 0.8 }), plain.classes, classCounts(plain.train.target, 3));
    expect(said.state).toBe('done');
    expect(classCounts(made.train.target, 3)).toEqual(said.after);
    expect(said.after).not.toEqual(said.before);
    expect(made.rowsOf.train).toHaveLength(made.train.rows);
    expect(made.train.features).toHaveLength((made.train.rows * plain.train.features.length) / plain.train.rows);
    // A row keeps the class of the row it is or was made from.
    const classOf = new Map([...plain.rowsOf.train].map((row, i) => [row, plain.train.target[i]]));
    made.rowsOf.train.forEach((row, i) => expect(classOf.get(row)).toBe(made.train.target[i]));
    expect(prepare(tableFor(), labOf(step(type, { ratio: 0.8 })))).toEqual(made);
    expect(prepare(tableFor(), { ...labOf(step(type, { ratio: 0.8 })), seed: 4 }).train).not.toEqual(made.train);
  });

  test('learns nothing from validation and test rows', () => {
    const first = prepare(tableFor(), labOf(step(type)));
    const training = new Set(first.rowsOf.train);
    const after = prepare(
      tableFor((row) => (training.has(row) || type === 'under' ? 0 : 1000 + row)),
      labOf(step(type)),
    );
    expect(after.train).toEqual(first.train);
  });

  test('switched off it changes nothing', () => {
    const off = [{ id: 'one', type, enabled: false }];
    expect(prepare(tableFor(), labOf(off))).toEqual(prepare(tableFor(), labOf([])));
  });
});

test('SMOTE-NC keeps categories whole and numbers between those of the class', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 1000 }), (neighbours, seed) => {
      const lab = { ...labOf(step('smoteNc', { neighbours })), seed };
      const { train, featureNames } = prepare(tableFor(), lab);
      const width = featureNames.length;
      const kinds = featureNames.flatMap((name, i) => (name.startsWith('k=') ? [i] : []));
      const at = featureNames.indexOf('b');
      for (let r = 0; r < train.rows; r++) {
        const row = train.features.subarray(r * width, (r + 1) * width);
        expect(kinds.reduce((sum, i) => sum + row[i], 0)).toBe(1);
        expect([0, 1]).toContain(row[at]);
      }
    }),
    { numRuns: 20 },
  );
});

test('codes are categories to SMOTE-NC; SMOTE refuses them', () => {
  const codes = { categorical: 'codes' as const };
  const { train } = prepare(tableFor(), labOf(step('smoteNc'), codes));
  expect(train.codes).toHaveLength(train.rows);
  expect(new Set(classCounts(train.target, 3)).size).toBe(1);
  expect(code(() => prepare(tableFor(), labOf(step('smote'), codes)))).toEqual({ code: 'resample-codes', id: 'one' });
});

test('after matrix steps all numbers are quantities', () => {
  const lab = labOf(step('smote'), { matrix: [{ id: 'p', type: 'pca', options: { components: 2 } }] });
  const { train } = prepare(tableFor(), lab);
  expect(new Set(classCounts(train.target, 3)).size).toBe(1);
  expect(train.features).toHaveLength(2 * train.rows);
});

test('what cannot be done is said of the step', () => {
  const prepared = (resample: Resample) => code(() => prepare(tableFor(), labOf(resample)));
  expect(prepared(step('smote', { neighbours: 40 }))).toEqual({ code: 'resample-neighbours', id: 'one' });
  const only = tableOf([tableFor().columns[2], tableFor().columns[4]]);
  expect(code(() => prepare(only, labOf(step('smoteNc'))))).toEqual({ code: 'resample-no-quantities', id: 'one' });
  const values = labOf(step('over'));
  const regression = { ...values, roles: { target: 'm', task: 'regression' as const, exclude: [] } };
  expect(code(() => prepare(tableFor(), regression))).toEqual({ code: 'resample-needs-classes', id: 'one' });
  const check = (resample: Resample) => code(() => checkResample({ ...defaultFeatures, resample }));
  expect(check(step('magic'))).toEqual({ code: 'resample-unknown', id: 'one' });
  expect(check([...step('over'), ...step('under')])).toEqual({ code: 'resample-duplicate', id: 'one' });
  expect(check(step('over', { ratio: 3 }))).toEqual({ code: 'field-invalid', id: 'one' });
  const [said] = foretell(step('smote', { neighbours: 40 }), ['a', 'b'], [30, 5]);
  expect(said).toMatchObject({ state: 'failed', after: [30, 5], error: { code: 'resample-neighbours' } });
  const few = (counts: number[]) => foretell(step('smote'), ['a', 'b', 'c'], counts)[0].error;
  expect(few([30, 4, 2])).toMatchObject({ code: 'resample-neighbours', details: { name: 'c', rows: 2, most: 1 } });
  expect(few([30, 4, 1])).toMatchObject({ code: 'resample-alone', details: { name: 'c' } });
  expect(few([30, 6, 6])).toBeNull();
});

test('a space varies the ratio and whether the step is there', () => {
  const features = { ...defaultFeatures, resample: step('smote') };
  expect(featureFieldAt(features, 'features.resample.one.neighbours')).toMatchObject({ kind: 'int' });
  expect(applyFeatureParams(features, { 'features.resample.one.ratio': 0.5 }).resample).toEqual(
    step('smote', { ratio: 0.5 }),
  );
  expect(applyFeatureParams(features, { 'features.resample.one.enabled': false }).resample).toEqual([]);
});
