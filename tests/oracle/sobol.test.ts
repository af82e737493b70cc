// Sobol points against scipy.stats.qmc.Sobol (fixtures by scipy_sobol.py and scipy_sobol_far.py), and what scrambling must keep.
import { describe, expect, test } from 'vitest';
import { asFraction, drawScramble, maxSobolDimensions, scrambleBits, sobolBits } from '$core/math/sobol';
import { Stream } from '$core/rng/stream';
import { normalDraws, sobolPoints } from '$core/samplers/gp/draws';
import golden from './scipy/sobol.json';
import far from './scipy/sobolFar.json';

test.each(golden.cases.map((one) => [one.index, one.point] as const))(
  "point %d is scipy's in all 200 dimensions, bit for bit",
  (index, point) => {
    expect(point).toHaveLength(maxSobolDimensions);
    expect(point.map((_, d) => asFraction(sobolBits(d, index)))).toEqual(point);
  },
);

test.each(far.far)("point $index, far along, is scipy's in all 200 dimensions", ({ index, bits }) => {
  expect(bits).toHaveLength(maxSobolDimensions);
  expect(bits.map((_, d) => sobolBits(d, index))).toEqual(bits);
});

test.each(far.scrambles)("dimension $dimension is scrambled as scipy's by the same triangle and shift", (one) => {
  const scramble = { rows: Uint32Array.from(one.rows), shift: one.shift };
  for (const [index, bits] of one.points) expect(scrambleBits(sobolBits(one.dimension, index), scramble)).toBe(bits);
});

test('points in bulk are those one by one, in the middle of their cells', () => {
  const [count, dimensions] = [777, 12];
  const rng = Stream.of(3, 'bulk');
  const points = sobolPoints(count, dimensions, rng);
  for (let d = 0; d < dimensions; d++) {
    const scramble = drawScramble(rng.split(d));
    for (let i = 0; i < count; i++)
      expect(points[i * dimensions + d]).toBe((scrambleBits(sobolBits(d, i), scramble) + 0.5) / 2 ** 32);
  }
  const draws = normalDraws(count, dimensions, rng);
  expect(draws.map((draw) => draw.length)).toEqual(draws.map(() => dimensions));
});

test('a dimension above the last is refused', () => {
  expect(() => sobolBits(maxSobolDimensions, 1)).toThrow(RangeError);
});

describe('scrambled', () => {
  const scrambled = (seed: number, d: number) => {
    const scramble = drawScramble(Stream.of(seed, 'scramble', d));
    return (index: number) => asFraction(scrambleBits(sobolBits(d, index), scramble));
  };

  test.each([0, 1, 7, 150, 199])(
    'dimension %d: each of 2^k cells holds one of 2^k points, from any aligned start',
    (d) => {
      for (const seed of [1, 2, 3]) {
        const at = scrambled(seed, d);
        for (const k of [3, 6, 10]) {
          const n = 1 << k;
          for (const start of [0, n, 5 * n]) {
            const cells = new Set(Array.from({ length: n }, (_, i) => Math.floor(at(start + i) * n)));
            expect(cells.size).toBe(n);
          }
        }
      }
    },
  );

  test('the first two dimensions are a (0, 2)-sequence: every elementary interval of a net holds one point', () => {
    const [x, y] = [scrambled(9, 0), scrambled(9, 1)];
    const k = 8;
    for (let a = 0; a <= k; a++) {
      const cells = new Set<string>();
      for (let i = 0; i < 1 << k; i++) cells.add(`${Math.floor(x(i) * 2 ** a)},${Math.floor(y(i) * 2 ** (k - a))}`);
      expect(cells.size).toBe(1 << k);
    }
  });

  test('the scramble is one to one, uniform over seeds, and differs between them', () => {
    const scramble = drawScramble(Stream.of(4, 's'));
    const outputs = new Set(Array.from({ length: 4096 }, (_, i) => scrambleBits((i * 0x9e3779b1) >>> 0, scramble)));
    expect(outputs.size).toBe(4096);
    // The first point is 0 unscrambled; its scrambled place is the shift, uniform over seeds.
    const firsts = Array.from({ length: 2000 }, (_, seed) => scrambled(seed, 3)(0));
    const mean = firsts.reduce((sum, u) => sum + u, 0) / firsts.length;
    // Four standard errors of a uniform mean at n = 2000.
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / 2000));
    // The matrix moves points against each other: their difference is not the same for all seeds.
    const differences = new Set(
      Array.from({ length: 50 }, (_, seed) => {
        const s = drawScramble(Stream.of(seed, 'm'));
        return (scrambleBits(sobolBits(3, 1), s) ^ scrambleBits(sobolBits(3, 2), s)) >>> 0;
      }),
    );
    expect(differences.size).toBe(50);
  });
});
