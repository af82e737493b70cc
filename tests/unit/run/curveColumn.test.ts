// Learning curves as columns that grow with them: the same numbers as turned over anew, each point turned over once.
import { describe, expect, test } from 'vitest';
import { addPoint, curveColumn } from '$core/run/curveColumn';
import { endsTrial, objectiveCurve } from '$core/run/judge';
import { freezePruning, shouldPrune } from '$core/pruners/registry';
import type { EpochPoint } from '$core/run/types';
import { Stream } from '$core/rng/stream';
import { curvesOf } from '../../../src/features/train/curveData';

const point = (epoch: number, loss: number): EpochPoint => ({
  epoch,
  loss,
  validation: { loss: 2 * loss, accuracy: 1 - loss },
  train: { accuracy: 1 - loss / 2 },
});
/** A point that says how often its metrics are looked at. */
function counted(epoch: number, reads: { count: number }): EpochPoint {
  const { validation, train, ...rest } = point(epoch, 1 / (epoch + 1));
  return {
    ...rest,
    get validation() {
      reads.count++;
      return validation;
    },
    get train() {
      reads.count++;
      return train;
    },
  } as EpochPoint;
}

describe('columns of a curve', () => {
  test('equal those made anew, also of trials that go back to a checkpoint', () => {
    const rng = Stream.of(1, 'curves');
    const curve: EpochPoint[] = [];
    const seen: { columns: ReturnType<typeof curveColumn>; x: number[]; y: number[] }[] = [];
    for (let step = 0; step < 600; step++) {
      const back = rng.uniform() < 0.02 ? rng.below(curve.length + 1) : 0;
      addPoint(curve, point(curve.length - back, rng.uniform()));
      if (step % 3 > 0) continue;
      for (const [metric, part] of [
        ['accuracy', 'validation'],
        ['accuracy', 'train'],
        ['loss', 'train'],
        ['rmse', 'validation'],
      ] as const) {
        const columns = curveColumn(curve, metric, part);
        const of = (one: EpochPoint) =>
          part === 'validation'
            ? one.validation[metric]
            : (one.train?.[metric] ?? (metric === 'loss' ? one.loss : NaN));
        const x = curve.map(({ epoch }) => epoch + 1);
        const y = curve.map((one) => of(one) ?? NaN);
        expect([...columns.x]).toEqual(x);
        expect([...columns.y]).toEqual(y);
        seen.push({ columns, x, y });
      }
    }
    // What was handed out stays.
    for (const { columns, x, y } of seen) {
      expect([...columns.x]).toEqual(x);
      expect([...columns.y]).toEqual(y);
    }
  });

  test('of a list that grows turn each point over once, however often the charts ask', () => {
    const reads = { count: 0 };
    const curve: EpochPoint[] = [];
    const epochs = 2000;
    for (let epoch = 0; epoch < epochs; epoch++) {
      addPoint(curve, counted(epoch, reads));
      const { live } = curvesOf(curve, 'accuracy', 'y', [], epochs, null);
      expect(live.map(({ y }) => y.length)).toEqual([epoch + 1, epoch + 1]);
      curveColumn(curve, 'accuracy');
    }
    expect(reads.count).toBe(2 * epochs);
  });
});

test('a chart leaves out what was not measured', () => {
  const curve = [0, 1, 2].map((epoch) => ({ epoch, loss: 1, validation: { loss: 2 } }));
  expect(curvesOf(curve, 'accuracy', 'y', [], 3, null).live).toEqual([]);
  const { live } = curvesOf(curve, 'loss', 'y', [], 3, null);
  expect(live.map(({ label, y }) => [label, Array.from(y)])).toEqual([
    ['training', [1, 1, 1]],
    ['validation', [2, 2, 2]],
  ]);
});

describe('a trial that is judged after every epoch', () => {
  const past = (seed: number) => {
    const rng = Stream.of(seed, 'past');
    return Array.from({ length: 12 }, (_, index) => ({
      index,
      state: 'done' as const,
      curve: Array.from({ length: 60 }, (_, i) => 1 / (i + 1) + 0.3 * rng.uniform()),
    }));
  };
  test.each(['median', 'halving', 'patient', 'threshold', 'extrapolation'])(
    'by %s ends as by its whole curve',
    (type) => {
      for (let seed = 0; seed < 4; seed++) {
        const context = { index: 12, trials: past(seed), direction: 'minimize' as const, epochs: 60, seed };
        const pruning = freezePruning({ type, options: {} }, context);
        const rng = Stream.of(seed, 'own');
        const curve: EpochPoint[] = [];
        for (let epoch = 0; epoch < 60; epoch++) {
          addPoint(curve, point(epoch, 0.5 / (epoch + 1) + 0.25 * rng.uniform()));
          expect(endsTrial(pruning, curve, 'loss')).toBe(shouldPrune(pruning, objectiveCurve(curve, 'loss')));
        }
      }
    },
  );
  test('has each epoch looked at once', () => {
    const reads = { count: 0 };
    const curve: EpochPoint[] = [];
    const pruning = freezePruning(
      { type: 'median', options: {} },
      { index: 12, trials: past(1), direction: 'minimize', epochs: 500, seed: 1 },
    );
    for (let epoch = 0; epoch < 500; epoch++) {
      addPoint(curve, counted(epoch, reads));
      endsTrial(pruning, curve, 'loss');
    }
    expect(reads.count).toBe(500);
  });
});
