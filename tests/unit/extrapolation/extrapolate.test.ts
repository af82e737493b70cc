// The forecast of learning curves: derivatives, equivariance, and the gate that its interval means what it says, on
// made-up curves of which some leave every family.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extrapolate } from '$core/extrapolation/extrapolate';
import { families } from '$core/extrapolation/families';
import { exp, log, pow } from '$core/math/elementary';
import { Stream } from '$core/rng/stream';

const epochs = 50;

/** A validation loss: a sum of two decays of different kind, at times with a plateau before or a rise at the end. */
function madeUp(seed: number): number[] {
  const rng = Stream.of(seed, 'curve');
  const between = (low: number, high: number) => low + (high - low) * rng.uniform();
  const [level, a, b] = [between(0.1, 0.8), between(0, 0.6), between(0, 0.6)];
  const [alpha, rate] = [exp(between(-1.5, 0.5)), exp(between(-4, -0.5))];
  const wait = rng.uniform() < 0.15 ? between(0, 8) : 0;
  const rise = rng.uniform() < 0.2 ? between(0, 0.003) : 0;
  const noise = exp(between(-7, -3.5));
  return Array.from({ length: epochs }, (_, i) => {
    const x = Math.max(i - wait, 0) + 1;
    return level + a * pow(x, -alpha) + b * exp(-rate * x) + rise * i + noise * rng.normal();
  });
}

describe('families', () => {
  test.each(families.map((family) => [family.name, family] as const))(
    '%s: its derivatives are those of its values',
    (_name, family) => {
      fc.assert(
        fc.property(
          fc.array(fc.double({ min: 0.1, max: 0.9, noNaN: true }), { minLength: 4, maxLength: 4 }),
          fc.integer({ min: 2, max: 80 }),
          (all, x) => {
            const p = Float64Array.from(all.slice(0, family.size));
            // Its logarithm must exist.
            if (family.name === 'loglog') p[1] += 1;
            const gradient = new Float64Array(family.size);
            const spare = new Float64Array(family.size);
            family.at(x, log(x), p, gradient);
            p.forEach((value, i) => {
              const step = 1e-5;
              const moved = (to: number) =>
                family.at(
                  x,
                  log(x),
                  Float64Array.from(p, (one, j) => (j === i ? to : one)),
                  spare,
                );
              const slope = (moved(value + step) - moved(value - step)) / (2 * step);
              expect(Math.abs(gradient[i] - slope)).toBeLessThan(1e-6 * Math.max(1, Math.abs(slope)));
            });
          },
        ),
      );
    },
  );
});

test('from a fifth of a curve, the 90 % interval holds 85 to 95 % of the ends, and the forecast errs less than the last value', () => {
  const seen = epochs / 5;
  let inside = 0;
  let error = 0;
  let lastError = 0;
  const count = 400;
  for (let seed = 0; seed < count; seed++) {
    const curve = madeUp(seed);
    const end = curve[epochs - 1];
    const { mean, deviation } = extrapolate(curve.slice(0, seen), 'minimize')!.at(epochs);
    if (Math.abs(end - mean) < 1.645 * deviation) inside++;
    error += Math.abs(end - mean);
    lastError += Math.abs(end - curve[seen - 1]);
  }
  expect(inside / count).toBeGreaterThan(0.85);
  expect(inside / count).toBeLessThan(0.95);
  expect(error).toBeLessThan(0.8 * lastError);
});

test('a curve of one family without noise is continued as it goes', () => {
  const curve = Array.from({ length: 30 }, (_, i) => 0.3 + 0.6 * pow(i + 1, -0.5));
  const { mean, deviation } = extrapolate(curve, 'minimize')!.at(60);
  const truth = 0.3 + 0.6 * pow(60, -0.5);
  expect(Math.abs(mean - truth)).toBeLessThan(Math.abs(curve[29] - truth) / 2);
  expect(Math.abs(mean - truth)).toBeLessThan(1.645 * deviation);
});

test('unit and direction of the curve do not matter', () => {
  fc.assert(
    fc.property(fc.nat(1000), (seed) => {
      const curve = madeUp(seed).slice(0, 12);
      const plain = extrapolate(curve, 'minimize')!;
      const mirrored = extrapolate(
        curve.map((value) => -value),
        'maximize',
      )!;
      expect(mirrored.at(50)).toEqual({ ...plain.at(50), mean: -plain.at(50).mean });
      const scaled = extrapolate(
        curve.map((value) => 1024 * value),
        'minimize',
      )!;
      expect(scaled.at(50).mean).toBeCloseTo(1024 * plain.at(50).mean, 6);
      expect(plain.chance(50, 0.4)).toBe(mirrored.chance(50, -0.4));
    }),
    { numRuns: 20 },
  );
});

test('curves with nothing to go by', () => {
  expect(extrapolate([1, 0.9, 0.8], 'minimize')).toBeNull();
  expect(extrapolate([NaN, 1, NaN, Infinity, 0.9, NaN], 'minimize')).toBeNull();
  const level = extrapolate([0.5, 0.5, 0.5, 0.5, 0.5], 'minimize')!;
  expect(level.at(50)).toEqual({ mean: 0.5, deviation: 0 });
  expect([level.chance(50, 0.5), level.chance(50, 0.4)]).toEqual([1, 0]);
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.double(), fc.double({ min: 0, max: 1 })), { maxLength: 200 }), (curve) => {
      const forecast = extrapolate(curve, 'maximize')?.at(300);
      if (forecast) expect(forecast.deviation).toBeGreaterThanOrEqual(0);
    }),
  );
});
