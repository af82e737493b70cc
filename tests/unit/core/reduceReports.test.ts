import { expect, test } from 'vitest';
import { concentration, curse, noiseCounts } from '$core/decompose/curse';
import { rank, reduce } from '$core/decompose/report';
import { subjectOf, thinned, type Subject } from '$core/decompose/subject';
import { embed, embedFields } from '$core/embed/embed';
import { defaultsOf } from '$core/fields/field';
import { defaultFeatures, defaultSplit } from '$core/lab/document';
import { dense } from '$core/math/dense';
import { Stream } from '$core/rng/stream';
import { numbers, strings, tableOf } from '$datasets/columns';

const rows = 200;
const columns = 5;
const cells = (() => {
  const stream = Stream.of(1, 'cells');
  return Array.from({ length: columns }, () => Array.from({ length: rows }, () => stream.normal()));
})();
const words = cells[0].map((value, r) => (value + 0.5 * cells[1][r] > 0 ? 'yes' : 'no'));
const table = tableOf([...cells.map((column, c) => numbers(`n${c}`, column)), strings('y', words)]);
const lab = {
  seed: 2,
  roles: { target: 'y', task: 'binary' as const, exclude: [] },
  features: defaultFeatures,
  split: defaultSplit,
};
const still = () => Promise.resolve();

test('the subject is the training rows, with their numbers in the data set', () => {
  const { x, names, target, rows: numbersOf } = subjectOf(table, lab);
  expect(names).toEqual(['n0', 'n1', 'n2', 'n3', 'n4']);
  expect(x.rows).toBe(numbersOf.length);
  if (target.kind !== 'classes') throw new Error('classes expected');
  target.index.forEach((k, r) => expect(target.classes[k]).toBe(words[numbersOf[r]]));
  const some = thinned(subjectOf(table, lab), 20);
  expect(some.x.rows).toBe(20);
  expect(some.rows[0]).toBe(numbersOf[0]);
});

test('a ranking and a reduction in numbers', () => {
  const subject = subjectOf(table, lab);
  const { kept, scores } = rank(subject, { id: 'one', type: 'f', options: { keep: 'best', components: 1 } });
  expect(kept).toEqual([0]);
  expect(scores[0]).toBe(Math.max(...scores));
  const all = reduce(subject, { id: 'one', type: 'pca', options: { components: columns } });
  expect(all.lost).toBeLessThan(1e-12);
  expect(all.ratio!.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 10);
  expect(all.loadings).toHaveLength(columns * columns);
  const two = reduce(subject, { id: 'one', type: 'pca', options: { components: 2 } });
  expect(two.lost).toBeCloseTo(1 - two.ratio![0] - two.ratio![1], 10);
  expect(two.points.x).toHaveLength(subject.x.rows);
});

test('a picture of the rows can be stopped, and says what it costs', async () => {
  const subject = subjectOf(table, lab);
  const options = { ...defaultsOf(embedFields), rounds: 60 };
  let told = 0;
  const { xy, distortion, row } = await embed(subject, options, () => {
    told++;
    return still();
  });
  expect(xy).toHaveLength(2 * row.length);
  expect(told).toBeGreaterThanOrEqual(60);
  expect(distortion.trustworthiness).toBeGreaterThan(0.6);
  const stop = new Error('stop');
  await expect(embed(subject, options, () => Promise.reject(stop))).rejects.toBe(stop);
  await expect(embed(thinned(subject, 5), options, still)).rejects.toMatchObject({ code: 'embed-rows' });
});

test('with columns of noise distances draw together and few rows teach less', async () => {
  const subject: Subject = subjectOf(table, lab);
  const report = await curse(subject, still);
  expect(report.features).toEqual(noiseCounts.map((count) => columns + count));
  const { contrast, relative, scores } = report;
  expect(contrast.at(-1)!).toBeLessThan(contrast[0] / 4);
  expect(relative.at(-1)!).toBeLessThan(relative[0] / 10);
  for (const { mean } of scores) {
    expect(mean.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(mean.at(-1)!).toBeLessThan(mean[0]);
  }
  expect(await curse(subject, still)).toEqual(report);
});

test('concentration of points at known distances', () => {
  // A line of three: distances 1, 1, 2.
  const { contrast, relative } = concentration(dense(3, 1, Float64Array.from([0, 1, 2])));
  expect(contrast).toBeCloseTo((1 + 0 + 1) / 3, 12);
  const mean = 4 / 3;
  expect(relative).toBeCloseTo((1 + 1 + 4) / 3 / (mean * mean) - 1, 12);
});
