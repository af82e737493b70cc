// Sobol' points in Gray-code order (Antonov & Saleev 1979), up to 200 dimensions, any index at once. Scrambling: a
// random lower triangular matrix over the bits of each coordinate (Matousek 1998, J. Complexity 14) and a digital shift;
// both keep the sequence a (t, s)-sequence in base 2.
import type { Stream } from '../rng/stream';
import { sobolNumbers } from './sobolNumbers';

export const maxSobolDimensions = sobolNumbers.length + 1;
const bits = 32;

const known = new Map<number, Uint32Array>();

/** Direction numbers v_1 to v_32 of a dimension (from 0), the first bit of the fraction highest. */
function directions(dimension: number): Uint32Array {
  const ready = known.get(dimension);
  if (ready) return ready;
  const v = new Uint32Array(bits);
  if (dimension === 0) for (let k = 0; k < bits; k++) v[k] = 1 << (31 - k);
  else {
    const [polynomial, ...m] = sobolNumbers[dimension - 1];
    const degree = m.length;
    for (let k = 0; k < bits; k++) {
      if (k < degree) v[k] = m[k] << (31 - k);
      else {
        v[k] = v[k - degree] ^ (v[k - degree] >>> degree);
        for (let j = 1; j < degree; j++) if ((polynomial >>> (degree - j)) & 1) v[k] ^= v[k - j];
      }
    }
  }
  known.set(dimension, v);
  return v;
}

/** Coordinate `dimension` of point `index` as 32 bits of a binary fraction. */
export function sobolBits(dimension: number, index: number): number {
  if (dimension >= maxSobolDimensions) throw new RangeError(`Sobol dimension ${dimension} of ${maxSobolDimensions}`);
  const v = directions(dimension);
  let x = 0;
  for (let gray = (index ^ (index >>> 1)) >>> 0, k = 0; gray !== 0; gray >>>= 1, k++) if (gray & 1) x ^= v[k];
  return x >>> 0;
}

/** Row r gives bit r (from the highest): the parity of the input bits in the mask, itself always among them. */
export interface Scramble {
  readonly rows: Uint32Array;
  readonly shift: number;
}

/** A random scramble of one coordinate. */
export function drawScramble(rng: Stream): Scramble {
  const rows = new Uint32Array(bits);
  for (let r = 0; r < bits; r++) {
    const own = (1 << (31 - r)) >>> 0;
    const higher = r === 0 ? 0 : (0xffffffff << (32 - r)) >>> 0;
    rows[r] = (rng.uint32() & higher) | own;
  }
  return { rows, shift: rng.uint32() };
}

export function scrambleBits(x: number, { rows, shift }: Scramble): number {
  let out = 0;
  for (let r = 0; r < bits; r++) out |= parity(x & rows[r]) << (31 - r);
  return (out ^ shift) >>> 0;
}

function parity(x: number): number {
  x ^= x >>> 16;
  x ^= x >>> 8;
  x ^= x >>> 4;
  return (0x6996 >>> (x & 15)) & 1;
}

/** 32 bits as a number in [0, 1). */
export const asFraction = (x: number): number => x / 4294967296;
