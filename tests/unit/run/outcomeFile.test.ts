import { describe, expect, it } from 'vitest';
import { encodeWeights } from '$core/model/weightsFile';
import { decodeOutcome, encodeOutcome, type Outcome } from '$core/run/outcomeFile';

const outcome: Outcome = {
  surface: {
    epoch: 7,
    surface: {
      size: 2,
      x: { feature: 0, min: -1.5, max: 2 },
      y: { feature: 1, min: 0, max: 0.1 },
      value: Float32Array.of(0, 1, 1, 0),
      confidence: Float32Array.of(0.5, 0.75, 1, 0.625),
    },
  },
  predictions: (['validation', 'test'] as const).map((split, i) => ({
    split,
    rows: Uint32Array.of(3, 16_777_215 - i, 7),
    actual: Float32Array.of(0, 1, 1),
    predicted: Float32Array.of(0, 1, i),
    probabilities: Float32Array.of(0.5, 0.5, 0.25, 0.75, 0.1, 0.9),
  })),
};

describe('the outcome of a train run', () => {
  it('comes back as it was stored', () => {
    expect(decodeOutcome(encodeOutcome(outcome))).toEqual(outcome);
    const plain: Outcome = { surface: null, predictions: [] };
    expect(decodeOutcome(encodeOutcome(plain))).toEqual(plain);
  });

  it('is refused when it is something else', () => {
    const code = (bytes: Uint8Array) => {
      try {
        decodeOutcome(bytes);
      } catch (error) {
        return (error as { code?: string }).code;
      }
      return 'nothing thrown';
    };
    expect(code(encodeOutcome(outcome).subarray(0, 60))).toBe('weights-file-broken');
    expect(code(encodeWeights(new Map(), { title: 'a model' }))).toBe('weights-file-broken');
  });
});
