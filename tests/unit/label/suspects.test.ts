// Suspects end to end: labels that were flipped on purpose are found first, no row is judged by a model that saw it, and
// what cannot be judged says why.
import { expect, it } from 'vitest';
import { agreementOf } from '$core/label/agreement';
import { defaultsOf } from '$core/fields/field';
import { suspectFields, type Work } from '$core/label/outOfSample';
import { findSuspects } from '$core/label/suspects';
import { defaultFeatures, defaultSplit } from '$core/lab/document';
import type { PrepareConfig } from '$core/pipeline/prepare';
import { Stream } from '$core/rng/stream';
import type { Column, Table } from '$core/table/types';

const rows = 240;
const flipped = [5, 60, 111, 170, 223];
const names = ['cat', 'dog', 'eel'];
const on: Work = { progress: () => undefined, pause: () => Promise.resolve() };
const options = defaultsOf(suspectFields);
const lab: PrepareConfig = {
  seed: 1,
  roles: { target: 'y', task: 'multiclass', exclude: [] },
  features: defaultFeatures,
  split: defaultSplit,
};

function tableOf(codes: Int32Array): Table {
  const stream = Stream.of(3, 'blobs');
  const centre = [
    [0, 0],
    [5, 0],
    [0, 5],
  ];
  const at = Array.from({ length: rows }, (_, i) => centre[i % 3].map((c) => c + stream.normal()));
  const column = (name: string, k: number): Column => ({
    name,
    type: 'numeric',
    data: { kind: 'number', values: Float64Array.from(at, (one) => one[k]) },
  });
  return {
    rows,
    columns: [
      column('a', 0),
      column('b', 1),
      { name: 'y', type: 'categorical', data: { kind: 'dict', codes, dictionary: names } },
    ],
  };
}
const truth = () => Int32Array.from({ length: rows }, (_, i) => i % 3);
const noisy = () => {
  const codes = truth();
  for (const row of flipped) codes[row] = (codes[row] + 1) % 3;
  return codes;
};

it.each(['linear', 'nearest'] as const)('finds flipped labels first, by %s', async (model) => {
  const found = await findSuspects(tableOf(noisy()), lab, { ...options, model }, on);
  expect([...found.rows.subarray(0, flipped.length)].sort((a, b) => a - b)).toEqual(flipped);
  for (const row of flipped) expect(found.classes[found.suggested[row]]).toBe(names[row % 3]);
  expect(found.rows.length).toBeLessThan(14);
  expect(found.joint.reduce((sum, count) => sum + count, 0)).toBe(rows);
  expect(found.labelled).toBe(rows);
});

it('judges a row by models that did not see its label', async () => {
  const before = await findSuspects(tableOf(truth()), lab, { ...options, folds: 4 }, on);
  const codes = truth();
  codes[9] = 2;
  // Another label may deal another fold, so the whole class order is kept: the row swaps with one of the other class.
  codes[11] = 0;
  const after = await findSuspects(tableOf(codes), lab, { ...options, folds: 4 }, on);
  expect(after.given[9]).toBe(2);
  expect(names[after.suggested[9]]).toBe('cat');
  expect(before.best[9]).toBeGreaterThan(0.9);
  expect(after.best[9]).toBeGreaterThan(0.8);
});

it('answers rows without a label, and is least certain between the classes', async () => {
  const codes = truth().map((code, row) => (row % 4 === 0 ? -1 : code));
  const found = await findSuspects(tableOf(codes), lab, options, on);
  expect(found.labelled).toBe(180);
  const right = Array.from(codes, (_, row) => row).filter((row) => codes[row] < 0 && found.suggested[row] === row % 3);
  expect(right.length).toBeGreaterThan(56);
  expect(Number.isNaN(found.own[0])).toBe(true);
  expect(found.margin.every((margin) => margin >= 0 && margin <= 1)).toBe(true);
  expect(await findSuspects(tableOf(codes), lab, options, on)).toEqual(found);
});

it('takes classes with fewer rows than folds', async () => {
  const codes = truth().map((code) => (code === 2 ? 1 : code));
  codes[2] = 2;
  const found = await findSuspects(tableOf(codes), lab, options, on);
  expect(found.classes).toEqual(names);
  expect([...found.rows]).not.toContain(2);
});

it('says what it cannot judge', async () => {
  const few = new Int32Array(rows).fill(-1);
  few[0] = 1;
  few[1] = 0;
  await expect(findSuspects(tableOf(few), lab, options, on)).rejects.toMatchObject({ code: 'label-few' });
  const regression: PrepareConfig = { ...lab, roles: { target: 'a', task: 'regression', exclude: [] } };
  await expect(findSuspects(tableOf(truth()), regression, options, on)).rejects.toMatchObject({
    code: 'label-needs-classes',
  });
});

it('compares two columns where both have a label', () => {
  const of = (values: readonly number[], dictionary: readonly string[]): Column => ({
    name: 'l',
    type: 'categorical',
    data: { kind: 'dict', codes: Int32Array.from(values), dictionary },
  });
  const agreement = agreementOf(of([0, 1, -1, 1, 0], ['low', 'high']), of([1, 0, 0, 1, -1], ['high', 'low']), ['low'])!;
  expect(agreement.classes).toEqual(['low', 'high']);
  expect([...agreement.counts]).toEqual([1, 0, 1, 1]);
  expect([...agreement.disagreements]).toEqual([3]);
  expect(agreement.left).toBe(2);
});
