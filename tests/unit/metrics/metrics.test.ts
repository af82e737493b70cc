// Metrics against scikit-learn (tests/oracle/sklearn_metrics.py), and where they are undefined.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { objectiveMetrics } from '$core/lab/document';
import { rankAuc } from '$core/metrics/auc';
import { confusionMatrix } from '$core/metrics/confusion';
import type { Outcome } from '$core/metrics/metric';
import { classProbabilities, predictedClasses } from '$core/metrics/probabilities';
import { computeMetrics, metricDef, metricDefs, metricsFor, metricsOf } from '$core/metrics/registry';
import type { Task } from '$core/table/types';
import golden from '../../oracle/sklearn/metrics.json';

const outcomeOf = (c: (typeof golden)[number]): Outcome => ({
  task: c.task as Task,
  outputs: Float32Array.from(c.outputs),
  target: Float32Array.from(c.target),
  classes: c.classes,
  targetScale: { mean: c.mean, std: c.std },
});
const expectClose = (actual: number, expected: number, what: string) =>
  expect(Math.abs(actual - expected), `${what}: ${actual} for ${expected}`).toBeLessThanOrEqual(
    1e-12 * Math.max(1, Math.abs(expected)),
  );

describe.each(golden)('$name', (c) => {
  test('every metric of the task', () => {
    const values = computeMetrics(
      outcomeOf(c),
      metricDefs.map((def) => def.name),
    );
    expect(Object.keys(values).sort()).toEqual(Object.keys(c.expected).sort());
    for (const [name, expected] of Object.entries(c.expected)) expectClose(values[name], expected as number, name);
  });

  if (c.confusion)
    test('confusion matrix', () => {
      const outcome = outcomeOf(c);
      expect([...confusionMatrix(outcome.target, predictedClasses(outcome), c.classes)]).toEqual(c.confusion);
    });
  if (c.huber !== undefined)
    test('Huber loss', () => {
      expectClose(metricDef('loss')!.compute({ ...outcomeOf(c), loss: 'huber' }), c.huber, 'huber');
    });
});

test('a lab can name exactly the metrics that exist', () => {
  expect([...objectiveMetrics].sort()).toEqual(metricDefs.map((def) => def.name).sort());
});

test('metrics on demand are computed when asked for by name, and only then', () => {
  const outcome = outcomeOf(golden[0]);
  expect(Object.keys(computeMetrics(outcome))).toEqual(metricsFor('binary').map((def) => def.name));
  expect(Object.keys(computeMetrics(outcome, ['mcc', 'rmse', 'nonsense']))).toEqual([
    ...metricsFor('binary').map((def) => def.name),
    'mcc',
  ]);
});

test('what a split cannot tell is left out, not guessed', () => {
  const base = { targetScale: { mean: 0, std: 1 } };
  const oneClass = computeMetrics({
    ...base,
    task: 'binary',
    classes: 2,
    outputs: Float32Array.of(1, -1),
    target: Float32Array.of(1, 1),
  });
  expect(Object.keys(oneClass)).toEqual(['loss', 'accuracy', 'f1']);
  const oneValue = computeMetrics({
    ...base,
    task: 'regression',
    classes: 0,
    outputs: Float32Array.of(1, 2),
    target: Float32Array.of(3, 3),
  });
  expect(Object.keys(oneValue)).toEqual(['loss', 'rmse', 'mae']);
  const absent = {
    ...base,
    task: 'multiclass',
    classes: 3,
    outputs: Float32Array.of(2, 1, 0, 0, 3, 1),
    target: Float32Array.of(0, 1),
  } as const;
  expect(computeMetrics(absent)).toMatchObject({ accuracy: 1, f1: 1, auc: 1 });
});

test('values stay in the stated range, and the log loss of huge logits is finite', () => {
  const logit = fc.oneof(
    fc.integer({ min: -60, max: 60 }).map((n) => Math.fround(n * 1e28)),
    fc.float({ min: -5, max: 5, noNaN: true }),
  );
  const tasks = fc.constantFrom<Task>('binary', 'multiclass', 'regression');
  fc.assert(
    fc.property(
      tasks,
      fc.array(fc.tuple(logit, logit, logit, fc.nat(2)), { minLength: 1, maxLength: 30 }),
      (task, rows) => {
        const outputs = Float32Array.from(rows.flatMap((row) => (task === 'multiclass' ? row.slice(0, 3) : [row[0]])));
        const target = Float32Array.from(rows, (row) => (task === 'binary' ? row[3] % 2 : row[3]));
        const classes = { binary: 2, multiclass: 3, regression: 0 }[task];
        const outcome = { task, outputs, target, classes, targetScale: { mean: 1, std: 2 } };
        const values = computeMetrics(
          outcome,
          metricDefs.map((def) => def.name),
        );
        for (const def of metricsOf(task)) {
          if (!(def.name in values)) continue;
          expect(values[def.name], def.name).toBeGreaterThanOrEqual(def.range[0]);
          expect(values[def.name], def.name).toBeLessThanOrEqual(def.range[1]);
          expect(values[def.name]).not.toBe(Infinity);
        }
        const probabilities = classProbabilities({ task, outputs, classes });
        for (let row = 0; row * classes < probabilities.length; row++) {
          const sum = probabilities.subarray(row * classes, (row + 1) * classes).reduce((a, b) => a + b, 0);
          expect(Math.abs(sum - 1)).toBeLessThan(1e-6);
        }
      },
    ),
  );
});

test('AUC equals the count over all pairs', () => {
  const rows = fc.array(fc.tuple(fc.nat(5), fc.boolean()), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(rows, (pairs) => {
      const positives = pairs.filter(([, yes]) => yes).map(([score]) => score);
      const negatives = pairs.filter(([, yes]) => !yes).map(([score]) => score);
      const wins = positives
        .flatMap((p) => negatives.map((n) => (p > n ? 1 : p === n ? 0.5 : 0)))
        .reduce<number>((a, b) => a + b, 0);
      const auc = rankAuc(
        pairs.map(([score]) => score),
        (row) => pairs[row][1],
      );
      expect(auc).toBe(wins / (positives.length * negatives.length));
    }),
  );
});
