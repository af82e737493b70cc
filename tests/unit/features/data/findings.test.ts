// The way from a finding to the lab: what stands together on the page, and what each fix changes in the document.
import { describe, expect, test } from 'vitest';
import { blankFormula, finding } from '$core/checks/check';
import { defaultFeatures, defaultSplit, labVersion, type Lab } from '$core/lab/document';
import { parseLab } from '$core/lab/validate';
import type { DatasetInfo } from '$core/table/types';
import { groupFindings } from '../../../../src/features/data/findings';
import { allEdit, fixEdit, fixWords, jointFix, type EditFix } from '../../../../src/features/data/fixes';

const lab: Lab = {
  format: 'tablab',
  version: labVersion,
  title: 'a lab',
  seed: 1,
  data: { kind: 'bundled', id: 'penguins' },
  roles: { target: 'y', task: 'binary', exclude: ['review', 'day'] },
  features: defaultFeatures,
  split: { ...defaultSplit, validation: 0.3 },
  executor: 'auto',
  steps: [],
};
const dataset = { columns: [] } as unknown as DatasetInfo;
const after = (fix: EditFix, from = lab) => fixEdit(fix, dataset).change(from);

const outliers = (column: string) =>
  finding('check-outliers', {
    severity: 'info',
    details: { column, count: 1, iqr: 1, z: 1, mad: 1 },
    columns: [column],
    fixes: [{ kind: 'clip', column }],
  });

test('four of a kind are one line, three are three; the order stays', () => {
  const skew = finding('check-skew', { severity: 'info', details: { columns: '' }, columns: [] });
  const three = groupFindings([outliers('a'), skew, outliers('b'), outliers('c')]);
  expect(three.map(({ title, findings }) => [title, findings.length])).toEqual([
    [null, 1],
    [null, 1],
    [null, 1],
    [null, 1],
  ]);
  const four = groupFindings([outliers('a'), skew, outliers('b'), outliers('c'), outliers('d')]);
  expect(four.map(({ title }) => title)).toEqual(['Values far from the rest in 4 columns', null]);
});

describe('one press for a group of findings', () => {
  const target = finding('check-outliers', {
    severity: 'info',
    details: { column: 'y', count: 1, iqr: 1, z: 1, mad: 1 },
    columns: ['y'],
    fixes: [{ kind: 'rows', rule: { drop: 'outside', column: 'y', high: 9 } }],
  });

  test('fixes of one kind are one edit', () => {
    const all = jointFix(['a', 'b'].map(outliers))!;
    expect(all.words).toBe('Clip them all');
    expect(Object.keys(allEdit(all.fixes, dataset).change(lab).features.columns ?? {})).toEqual(['a', 'b']);
  });
  test('with the target among them the others are made missing, in few steps, however many they are', () => {
    const marked = (column: string) =>
      finding('check-stand-in', {
        severity: 'warn',
        details: { column, value: -200, percent: 4, nearest: 0.1 },
        columns: [column],
        fixes: [{ kind: 'blank', column, value: -200 }],
      });
    const names = Array.from({ length: 120 }, (_, i) => `PT08_S${i}(CO)`);
    const all = jointFix([...names.map(marked), target])!;
    expect(all.words).toBe('Make all missing but y');
    const { features } = parseLab(allEdit(all.fixes, dataset).change(lab));
    expect(features.derive!.length).toBeLessThan(8);
    const lines = features.derive!.flatMap(({ options }) => String(options?.formulas).split('\n'));
    expect(new Set(lines)).toEqual(new Set(names.map((name) => blankFormula(name, -200))));
  });
  test('with the target among them the others are clipped', () => {
    const all = jointFix([outliers('a'), target, outliers('b'), outliers('c')])!;
    expect(all.words).toBe('Clip all but y');
    const changed = allEdit(all.fixes, dataset).change(lab);
    expect(Object.keys(changed.features.columns ?? {})).toEqual(['a', 'b', 'c']);
    expect(changed.rows).toBeUndefined();
  });
  test('fixes of different kinds, or one alone, are none', () => {
    const groups = { ...outliers('b'), fixes: [{ kind: 'balance' }] } as const;
    expect(jointFix([outliers('a'), groups])).toBeNull();
    expect(jointFix([outliers('a'), target])).toBeNull();
    expect(jointFix([outliers('a')])).toBeNull();
  });
});

describe('each fix gives a valid lab', () => {
  const fixes: readonly EditFix[] = [
    { kind: 'split', method: 'time', column: 'day' },
    { kind: 'words', column: 'review' },
    { kind: 'dateParts', columns: ['day'], hour: true },
    { kind: 'transform', columns: ['fare', 'debt'], type: 'log1p' },
    { kind: 'select', components: 12 },
    { kind: 'encode', column: 'model', type: 'target' },
  ];
  test.each(fixes.map((fix) => [fix.kind, fix] as const))('%s', (_, fix) => {
    const changed = after(fix);
    expect(changed).not.toEqual(lab);
    expect(parseLab(changed)).toEqual(changed);
    expect(fixWords(fix)).not.toBe('');
  });

  test('the shares stay when rows are split otherwise', () => {
    expect(after(fixes[0]).split).toEqual({ validation: 0.3, test: 0.2, method: 'time', column: 'day' });
  });
  test('words are taken in and counted', () => {
    const { roles, features } = after(fixes[1]);
    expect(roles.exclude).toEqual(['day']);
    expect(features.columns).toEqual({ review: { encode: { type: 'tfidf' } } });
  });
  test('a logarithm follows clipping', () => {
    const clipped = after({ kind: 'clip', column: 'fare' });
    expect(after(fixes[3], clipped).features.columns?.fare.transforms).toEqual([{ type: 'clip' }, { type: 'log1p' }]);
  });
});
