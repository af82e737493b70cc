// Scrambled Sobol' points in bulk, in Gray-code order: uniform, and as standard normal numbers.
import { normalQuantile } from '../../math/normalQuantile';
import { drawScramble, scrambleBits, sobolBits } from '../../math/sobol';
import type { Stream } from '../../rng/stream';

/** count x dimensions numbers inside 0 to 1, rows of points. Scrambling is linear, so the direction numbers take it. */
export function sobolPoints(count: number, dimensions: number, rng: Stream): Float64Array {
  const points = new Float64Array(count * dimensions);
  const length = 32 - Math.clz32(count);
  for (let d = 0; d < dimensions; d++) {
    const { rows, shift } = drawScramble(rng.split(d));
    // The point at 2^(k+1) - 1 is direction number k alone.
    const directions = Array.from({ length }, (_, k) =>
      scrambleBits(sobolBits(d, 2 ** (k + 1) - 1), { rows, shift: 0 }),
    );
    for (let i = 0, bits = shift; i < count; i++) {
      points[i * dimensions + d] = ((bits >>> 0) + 0.5) / 4294967296;
      bits ^= directions[31 - Math.clz32((i + 1) & -(i + 1))];
    }
  }
  return points;
}

export function normalDraws(count: number, dimensions: number, rng: Stream): Float64Array[] {
  const points = sobolPoints(count, dimensions, rng).map(normalQuantile);
  return Array.from({ length: count }, (_, i) => points.slice(i * dimensions, (i + 1) * dimensions));
}
