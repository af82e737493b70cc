// Confident learning gives cleanlab's answers and kappa those of scikit-learn and statsmodels (fixtures by confident.py).
import { describe, expect, test } from 'vitest';
import {
  calibrated,
  confidentJoint,
  normalizedMargin,
  selfConfidence,
  suspectRows,
  thresholdsOf,
} from '$core/label/confident';
import { cohenKappa, kappaWeights } from '$core/label/kappa';
import { expectClose } from '../support/close';
import golden from './data/label.json';

describe.each(golden.confident.map((one, i) => [i, one] as const))('confident learning, case %d', (_i, one) => {
  const rows = { given: one.given, probabilities: Float64Array.from(one.probabilities), classes: one.classes };
  test('thresholds and joint', () => {
    expectClose(thresholdsOf(rows), one.thresholds, 1e-12, 'thresholds');
    const joint = confidentJoint(rows);
    expect([...joint]).toEqual(one.joint);
    expect([...calibrated(joint, one.given, one.classes)]).toEqual(one.calibrated);
  });
  test('suspects and their order', () => {
    const marks = suspectRows(rows);
    const found = one.given.map((_, row) => row).filter((row) => marks[row]);
    expect(found).toEqual(one.suspects);
    const margin = normalizedMargin(rows);
    expectClose(margin, one.margin, 1e-12, 'margin');
    expectClose(selfConfidence(rows), one.self, 1e-12, 'self-confidence');
    expect(found.sort((a, b) => margin[a] - margin[b])).toEqual(one.ranked);
  });
});

test.each(golden.kappa.map((one, i) => [i, one] as const))('kappa, case %d', (_i, one) => {
  for (const weights of kappaWeights) {
    const got = cohenKappa(one.counts, one.classes, weights);
    const want = one[weights];
    expect(got.kappa).toBeCloseTo(want.kappa, 12);
    expect(got.error).toBeCloseTo(want.error, 10);
    expect(got.low).toBeCloseTo(Math.max(-1, want.low), 10);
    expect(got.high).toBeCloseTo(Math.min(1, want.high), 10);
  }
});

test('kappa says nothing where both always say the same one class', () => {
  expect(cohenKappa([5, 0, 0, 0], 2).kappa).toBeNull();
  expect(cohenKappa([0, 0, 0, 0], 2).kappa).toBeNull();
});
