// Learning and validation curves against scikit-learn's, where no chance is involved: how many rows each size has, the
// scores of a deterministic model on those rows, their means and spreads; and Holm's correction against statsmodels.
import { describe, expect, test } from 'vitest';
import type { Rows } from '$core/baselines/baseline';
import { nearest } from '$core/baselines/nearest';
import { partition, type RowSource } from '$core/pipeline/partition';
import type { TrialRecord } from '$core/run/types';
import { kFold } from '$core/validation/folds';
import { holm } from '$core/stats/holm';
import { curvePoints } from '$core/validation/results';
import golden from './sklearn/curves.json';
import { finished } from '../support/finished';

const near = (actual: number, expected: number) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected) + 1e-12);

describe('sizes', () => {
  test.each(golden.sizes)('of $train training rows', ({ train, shares, sizes }) => {
    // Four folds of all rows, as there: the first trains on `train` of them.
    const n = Array.from({ length: 200 }, (_, i) => i).find((rows) => rows - Math.ceil(rows / 4) === train)!;
    const source = {
      table: { rows: n, columns: [] },
      target: { kind: 'values', values: new Float64Array(n) },
      rows: Uint32Array.from({ length: n }, (_, i) => i),
      split: { validation: 0.2, test: 0 },
      seed: 3,
    } as unknown as RowSource;
    const rowsOf = (share: number, draw: number) =>
      partition(source, { method: 'kfold', folds: 4, index: 0 }, share, draw).train;
    expect(shares.map((share) => rowsOf(share, 0).length)).toEqual(sizes);
    // Prefixes of one order: each size is a part of the next; another draw is another order.
    shares.slice(1).forEach((share, i) => {
      const larger = new Set(rowsOf(share, 1));
      expect([...rowsOf(shares[i], 1)].every((row) => larger.has(row))).toBe(true);
    });
    expect([...rowsOf(0.55, 0)]).not.toEqual([...rowsOf(0.55, 1)]);
  });
});

describe('scores of nearest neighbours', () => {
  const { X, y, folds, shares, sizes, test: scores, mean, sd, validation, neighbours } = golden.scores;
  const foldOf = kFold(y.length, folds);
  const rows = (numbers: readonly number[]): Rows => ({
    count: numbers.length,
    width: 3,
    values: Float64Array.from(numbers.flatMap((i) => X[i])),
  });
  function rmse(fold: number, size: number): number {
    const all = y.map((_, i) => i);
    const train = all.filter((i) => foldOf[i] !== fold).slice(0, size);
    const judged = all.filter((i) => foldOf[i] === fold);
    const work = nearest.fit({
      task: 'regression',
      classes: 0,
      train: rows(train),
      target: Float32Array.from(train, (i) => y[i]),
      validation: rows(judged),
      seed: 0,
    });
    const answers = finished(work);
    return Math.sqrt(judged.reduce((sum, i, k) => sum + (answers[k] - y[i]) ** 2, 0) / judged.length);
  }
  /** As a run would tell them; the target is read as float32, hence the tolerance. */
  const trials = shares.flatMap((size, s) =>
    Array.from({ length: folds }, (_, fold) => ({
      index: s * folds + fold,
      params: { fold, seed: 0, size },
      state: 'done',
      folds: [{ fold, value: rmse(fold, sizes[s]), rows: { train: sizes[s], validation: 8 } }],
    })),
  ) as unknown as TrialRecord[];
  const points = curvePoints(
    { models: [], folds: { method: 'kfold', folds }, method: { type: 'learning', sizes: shares, seeds: 1 } },
    [...trials].reverse(),
    'rmse',
  );

  test.each(shares.map((share, s) => ({ share, s })))('at a share of $share', ({ s }) => {
    const point = points[s];
    expect(point.rows).toBe(sizes[s]);
    point.pairs.forEach((pair, fold) => expect(pair.validation).toBeCloseTo(scores[s][fold], 6));
    expect(point.validation.mean).toBeCloseTo(mean[s], 6);
    expect(point.validation.sd).toBeCloseTo(sd[s], 6);
    expect(point.whole).toBe(true);
  });

  test('five neighbours of a validation curve are the same model', () => {
    expect(neighbours[1]).toBe(5);
    points[2].pairs.forEach((pair, fold) => expect(pair.validation).toBeCloseTo(validation[fold], 6));
  });
});

test.each(golden.holm)("Holm's correction of $p", ({ p, adjusted }) => {
  holm(p).forEach((value, i) => near(value, adjusted[i]));
});
