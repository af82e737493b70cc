// Curves whose bias or variance is known by construction, and the sentences about them.
import { describe, expect, test } from 'vitest';
import { errorOf, readCurve, readLearning } from '$core/validation/reading';
import type { CurvePoint } from '$core/validation/results';
import { meanAndSd } from '$core/validation/intervals';

const accuracy = { metric: 'accuracy', direction: 'maximize' } as const;
const loss = { metric: 'loss', direction: 'minimize' } as const;

/** Three pairs around the given means; `wide`: how far they spread. */
function point(at: number | string, train: number, validation: number, wide = 0.001, rows = 100): CurvePoint {
  const pairs = [-1, 0, 1].map((k) => ({ train: train + k * wide, validation: validation - k * wide }));
  const spread = (of: 'train' | 'validation') => ({ ...meanAndSd(pairs.map((pair) => pair[of])), count: 3 });
  return { at, rows, pairs, train: spread('train'), validation: spread('validation'), trial: 0, whole: true };
}

describe('a learning curve', () => {
  test('with a wide gap is read as variance, whichever way the score runs', () => {
    const up = readLearning([point(0.5, 1, 0.7, 0.001, 50), point(1, 0.99, 0.8)], accuracy)!;
    expect(up.kind).toBe('variance');
    expect(up.sentences[0]).toContain('95 % of the validation error');
    expect(up.sentences[1]).toContain('still gains 0.1');
    const down = readLearning([point(0.5, 0.1, 0.9, 0.001, 50), point(1, 0.1, 0.8)], loss)!;
    expect(down.kind).toBe('variance');
    expect(down.sentences[1]).toContain('still gains 0.1');
  });
  test('with a high plateau is read as bias, and as flat', () => {
    const reading = readLearning([point(0.5, 0.72, 0.7, 0.01, 50), point(1, 0.71, 0.7, 0.001)], accuracy)!;
    expect(reading.kind).toBe('bias');
    expect(reading.sentences[1]).toContain('flat');
  });
  test('that is biased but still gains does not say that rows are useless', () => {
    const { kind, sentences } = readLearning([point(0.5, 0.72, 0.6, 0.001, 50), point(1, 0.71, 0.7)], accuracy)!;
    expect(kind).toBe('bias');
    expect(sentences[1]).toContain('more rows are likely to help');
    expect(sentences[0]).not.toContain('more rows alone');
    const flat = readLearning([point(0.5, 0.72, 0.7, 0.01, 50), point(1, 0.71, 0.7, 0.001)], accuracy)!;
    expect(flat.sentences[0]).toContain('more rows alone will not');
  });
  test('with noisy folds says nothing that it cannot', () => {
    expect(readLearning([point(0.5, 0.95, 0.9, 0.2), point(1, 0.95, 0.88, 0.2)], accuracy)!.kind).toBe('unclear');
    expect(readLearning([point(1, 1, 0.9)], accuracy)).toBeNull();
    const open = { ...point(0.5, 1, 0.9), whole: false };
    expect(readLearning([open, point(1, 1, 0.9)], accuracy)).toBeNull();
  });
  test('that is perfect leaves nothing to explain', () => {
    expect(readLearning([point(0.5, 1, 0.9), point(1, 1, 1, 0)], accuracy)!.kind).toBe('perfect');
  });
  test('tells avoidable bias from what people reach', () => {
    const points = [point(0.5, 0.8, 0.7), point(1, 0.8, 0.75)];
    expect(readLearning(points, accuracy, 0.95)!.sentences[2]).toContain('0.15 is avoidable bias');
    expect(readLearning(points, accuracy, 0.7)!.sentences[2]).toContain('no avoidable bias');
  });
});

describe('a validation curve', () => {
  const points = [point(1, 0.7, 0.69), point(4, 0.9, 0.88), point(16, 0.95, 0.881), point(64, 1, 0.8)];
  test('names the best, what equals it, and how the ends fail', () => {
    const { sentences } = readCurve([...points].reverse(), accuracy, 'Units')!;
    expect(sentences[0]).toContain('Units 16 has the best mean');
    expect(sentences[1]).toContain('No other value');
    expect(sentences[2]).toContain('At 1 it is worse on training rows too: it underfits');
    expect(sentences[3]).toContain('At 64 it is no worse on training rows but worse on validation rows: it overfits');
    expect(readCurve([point(4, 0.9, 0.88), point(16, 0.95, 0.8805)], accuracy, 'Units')!.sentences[1]).toContain(
      'lies 4',
    );
  });
  test('of one training a value does not call a worse training score overfitting', () => {
    const once = (at: number, train: number, validation: number): CurvePoint => ({
      ...point(at, train, validation),
      pairs: [{ train, validation }],
      train: { mean: train, sd: NaN, count: 1 },
      validation: { mean: validation, sd: NaN, count: 1 },
    });
    const { sentences } = readCurve(
      [once(0.001, 0.9, 0.8), once(0.01, 0.87, 0.86), once(0.1, 0.82, 0.78)],
      accuracy,
      'Rate',
    )!;
    expect(sentences[2]).toContain('At 0.001 it is no worse on training rows');
    expect(sentences[3]).toContain('cannot be told');
    expect(sentences[3]).not.toContain('is variance');
  });
  test('asks for further values where the best is at the end', () => {
    expect(readCurve(points.slice(0, 3), accuracy, 'Units')!.sentences.at(-1)).toContain('largest tried');
  });
  test('of words has no ends', () => {
    const words = [point('relu', 0.9, 0.88), point('tanh', 0.9, 0.7)];
    expect(readCurve(words, accuracy, 'Activation')!.sentences).toHaveLength(2);
  });
});

test('an error is the distance from a perfect score', () => {
  expect(errorOf('accuracy', 'maximize', 0.9)).toBeCloseTo(0.1, 12);
  expect(errorOf('loss', 'minimize', 0.3)).toBe(0.3);
  expect(errorOf('r2', 'maximize', 0.75)).toBe(0.25);
});
