// Threshold curves against scikit-learn (tests/oracle/sklearn_metrics.py), and the cheapest threshold against all others.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outcomeOfPredictions } from '$core/metrics/judged';
import { classProbabilities, predictedClasses } from '$core/metrics/probabilities';
import { cheapest, pointAt, precisionRecallPoints, rocPoints, thresholdTable } from '$core/metrics/thresholds';
import golden from '../../oracle/sklearn/thresholds.json';

const expectClose = (actual: readonly number[], expected: readonly number[]) => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(1e-12));
};

describe.each(golden)('$name', ({ scores, actual, thresholds, roc, pr }) => {
  const table = thresholdTable(scores, actual);
  test('ROC curve', () => {
    const points = rocPoints(table);
    expectClose(points.x, roc.x);
    expectClose(points.y, roc.y);
    expectClose(
      table.points.slice(1).map(({ threshold }) => threshold),
      thresholds,
    );
  });
  test('precision-recall curve', () => {
    const points = precisionRecallPoints(table);
    expectClose(points.x, pr.x);
    expectClose(points.y, pr.y);
  });
});

test('counts at a threshold are those of the rows that score at least as much, and none is cheaper than the cheapest', () => {
  const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.boolean()), { minLength: 1, maxLength: 40 });
  const cost = fc.integer({ min: 0, max: 9 });
  fc.assert(
    fc.property(rows, cost, cost, fc.integer({ min: 0, max: 16 }), (pairs, falsePositive, falseNegative, at) => {
      const scores = pairs.map(([score]) => score / 8);
      const actual = pairs.map(([, yes]) => Number(yes));
      const table = thresholdTable(scores, actual);
      const count = (threshold: number, label: number) =>
        pairs.filter((_, i) => scores[i] >= threshold && actual[i] === label).length;
      const point = pointAt(table, at / 16);
      expect([point.tp, point.fp]).toEqual([count(at / 16, 1), count(at / 16, 0)]);
      const costAt = (threshold: number) =>
        falsePositive * count(threshold, 0) + falseNegative * (table.positives - count(threshold, 1));
      const best = costAt(cheapest(table, falsePositive, falseNegative));
      for (let i = 0; i <= 17; i++) expect(best).toBeLessThanOrEqual(costAt(i / 16));
    }),
  );
});

test('kept probabilities give the same decisions and probabilities back', () => {
  const outputs = Float32Array.of(-3, 0.5, 40, -90, 2);
  const raw = { task: 'binary', outputs, classes: 2 } as const;
  const kept = {
    actual: Float32Array.of(0, 1, 1, 0, 1),
    predicted: predictedClasses(raw),
    probabilities: classProbabilities(raw),
  };
  const back = outcomeOfPredictions(kept, 'binary', 2);
  expect(predictedClasses(back)).toEqual(kept.predicted);
  classProbabilities(back).forEach((p, i) => expect(Math.abs(p - kept.probabilities[i])).toBeLessThan(1e-6));
  const three = { task: 'multiclass', outputs: Float32Array.of(1, 2, 3, 9, -9, 0), classes: 3 } as const;
  const probabilities = classProbabilities(three);
  const again = outcomeOfPredictions(
    { actual: Float32Array.of(2, 0), predicted: predictedClasses(three), probabilities },
    'multiclass',
    3,
  );
  classProbabilities(again).forEach((p, i) => expect(Math.abs(p - probabilities[i])).toBeLessThan(1e-6));
});
