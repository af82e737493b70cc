// The pipeline's choices as parameters: every offered path reads, sets and names one place, and only that.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FeaturesConfig } from '$core/lab/document';
import { decodeColumn, encodeColumn } from '$core/space/columnNames';
import { applyFeatureParams, getFeatureAt } from '$core/space/featurePaths';
import { applyParams } from '$core/space/paths';
import { paramSchema } from '$core/space/space';
import { tunableFeatures } from '$core/space/tunableFeatures';
import { spaceErrors } from '$core/space/validate';
import { defaultTrainConfig } from '$core/train/config';
import * as v from 'valibot';
import '../../support/properties';

const features: FeaturesConfig = {
  scale: 'standard',
  impute: 'mean',
  categorical: 'onehot',
  maxCategories: 50,
  columns: {
    'body mass (g)': {
      impute: { type: 'median' },
      transforms: [{ type: 'log1p' }, { type: 'clip' }],
      scale: { type: 'robust' },
    },
    'a.b': { encode: { type: 'target' } },
  },
  matrix: [{ id: 'pca', type: 'pca', options: { components: 2 } }],
  derive: [{ id: 'powers', type: 'polynomial', options: { degree: 2 } }],
};
const base = defaultTrainConfig('table');
const other = (value: unknown, values: readonly unknown[]) => values.find((one) => one !== value);

test('every name of a column has one spelling in a path, and comes back', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }), (name) => {
      const text = encodeColumn(name);
      expect(text).toMatch(/^[A-Za-z0-9_$-]+$/);
      expect(decodeColumn(text)).toBe(name);
    }),
  );
  expect(encodeColumn('body mass')).toBe('body$20mass');
  for (const text of ['', 'a.b', 'a$', 'a$2', 'a$zz', '$41', 'a$ff']) expect(decodeColumn(text), text).toBeNull();
});

describe('offered parameters', () => {
  const fields = tunableFeatures(features);
  test('cover shared settings, recipes, transforms and ordered steps', () => {
    const paths = fields.map(({ path }) => path);
    for (const path of [
      'features.scale',
      'features.maxCategories',
      'features.columns.body$20mass$20$28g$29.impute',
      'features.columns.body$20mass$20$28g$29.scale',
      'features.columns.body$20mass$20$28g$29.transforms.0.enabled',
      'features.columns.a$2eb.encode',
      'features.matrix.pca.components',
      'features.matrix.pca.enabled',
      'features.derive.powers.degree',
      'features.derive.powers.enabled',
    ])
      expect(paths).toContain(path);
  });
  test('have paths that a document can hold, and proposed ranges that are valid', () => {
    for (const { path, domain } of fields) {
      expect(v.is(paramSchema, { path, domain }), path).toBe(true);
      expect(
        spaceErrors([{ path, domain }], base, features).map(({ message }) => message),
        path,
      ).toEqual([]);
      expect(
        spaceErrors([{ path, domain }], base).map(({ code }) => code),
        path,
      ).toEqual(['space-path-unknown']);
    }
  });
  test('set their own place and no other', () => {
    for (const { path, field, value } of fields.filter(({ path }) => !path.endsWith('.enabled'))) {
      const next =
        field.kind === 'choice'
          ? other(
              value,
              field.options.map((option) => option.value),
            )
          : field.kind === 'bool'
            ? !value
            : field.kind === 'text'
              ? 'other'
              : value === field.max
                ? field.min
                : Math.min(field.max, Number(value) + 1);
      const changed = applyFeatureParams(features, { [path]: next as number });
      expect(getFeatureAt(changed, path), path).toBe(next);
      for (const one of fields) {
        if (one.path === path || one.path.startsWith(`${path}.`)) continue;
        expect(getFeatureAt(changed, one.path), `${path} -> ${one.path}`).toBe(one.value);
      }
    }
  });
});

describe('a point', () => {
  test('without features parameters leaves the very object; the model ignores those of the features', () => {
    expect(applyFeatureParams(features, { epochs: 3 })).toBe(features);
    expect(applyParams(base, { 'features.scale': 'none', epochs: 3 })).toEqual({ ...base, epochs: 3 });
  });
  test('switches steps off and on', () => {
    const path = 'features.columns.body$20mass$20$28g$29.transforms.0.enabled';
    const off = applyFeatureParams(features, { [path]: false, 'features.matrix.pca.enabled': false });
    expect(off.columns!['body mass (g)'].transforms).toEqual([{ type: 'clip' }]);
    expect(off.matrix).toEqual([]);
    const asleep = { ...features, matrix: [{ ...features.matrix![0], enabled: false }] };
    expect(applyFeatureParams(asleep, { 'features.matrix.pca.enabled': true }).matrix).toEqual(features.matrix);
    expect(applyFeatureParams(features, { [path]: true }).columns).toEqual(features.columns);
  });
  test('sets types before options, and drops options that the new type lacks', () => {
    const scale = 'features.columns.body$20mass$20$28g$29.scale';
    const some = applyFeatureParams(features, { [scale]: 'quantile' });
    const [option] = tunableFeatures(some).filter(({ path }) => path.startsWith(`${scale}.`));
    const set = applyFeatureParams(features, { [option.path]: option.value, [scale]: 'quantile' });
    expect(set.columns!['body mass (g)'].scale!.options).toEqual({ [option.path.split('.').at(-1)!]: option.value });
    const back = applyFeatureParams(set, { [scale]: 'standard' });
    expect(back.columns!['body mass (g)'].scale).toEqual({ type: 'standard' });
  });
  test.each([
    ['features.columns.gone.scale', 'has no recipe'],
    ['features.columns.a$2eb.scale', 'does not say'],
    ['features.matrix.ica.components', 'there is no step'],
    ['features.matrix.pca.gone', 'no option "gone"'],
    ['features.bogus', 'no such setting'],
  ])('%s names nothing, and the reason is told', (path, reason) => {
    const [error] = spaceErrors([{ path, domain: { kind: 'bool' } }], base, features);
    expect(error.code).toBe('space-path-unknown');
    expect(String(error.details.reason)).toContain(reason);
  });
});
