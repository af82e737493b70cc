// A fix does what its button says, and the check that offered it is content afterwards.
import { expect, test } from 'vitest';
import { checkInput } from '$core/checks/check';
import { ranges } from '$core/checks/ranges';
import { defaultFeatures, defaultSplit, type Lab } from '$core/lab/document';
import { prepare } from '$core/pipeline/prepare';
import type { Column, DatasetInfo } from '$core/table/types';
import { fixEdit, fixWords, type EditFix } from '$features/data/fixes';

const rows = 200;
const values = Float64Array.from({ length: rows }, (_, i) => (i % 40 === 0 ? -1 : 70 + ((i * 7) % 90)));
const columns: Column[] = [
  { name: 'blood glucose (mg)', type: 'numeric', data: { kind: 'number', values } },
  { name: 'y', type: 'boolean', data: { kind: 'number', values: Float64Array.from(values, (_, i) => i % 2) } },
];
const lab: Lab = {
  format: 'tablab',
  version: 1,
  title: 'Made',
  seed: 1,
  data: { kind: 'imported', name: 'made.csv', sha256: '0'.repeat(64) },
  roles: { target: 'y', task: 'binary', exclude: [] },
  features: defaultFeatures,
  split: defaultSplit,
  executor: 'auto',
  steps: [],
};
const findings = (one: Lab) =>
  ranges.run(checkInput(columns, rows, one.roles, () => Promise.resolve(), { features: one.features }));

test('a number that stands for unknown becomes a missing value, which is filled in', async () => {
  const [found] = await findings(lab);
  const fix = found.fixes.find(({ kind }) => kind === 'blank') as EditFix;
  expect(fixWords(fix)).toBe('Make it missing');
  const dataset = { columns: [] } as unknown as DatasetInfo;
  const fixed = fixEdit(fix, dataset).change(lab);
  expect(await findings(fixed)).toEqual([]);

  // Prepared without scaling, the marked rows hold the mean of the other training rows.
  const features = { ...fixed.features, scale: 'none' as const };
  const { train, rowsOf } = prepare({ rows, columns }, { ...fixed, features });
  const known = [...rowsOf.train].filter((row) => values[row] !== -1).map((row) => values[row]);
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  expect(known.length).toBeLessThan(rowsOf.train.length);
  [...rowsOf.train].forEach((row, i) =>
    expect(train.features[i]).toBeCloseTo(values[row] === -1 ? mean : values[row], 3),
  );
  // Removing the step takes the fix back.
  expect(await findings({ ...fixed, features: { ...fixed.features, derive: [] } })).toHaveLength(1);
});
