// Shares for blending rows: Beta(a, a) from two gamma numbers (Marsaglia and Tsang, A simple method for generating gamma
// variables, ACM TOMS 26, 2000; shapes below 1 by its section 6), with our own logarithm and power.
import { log, pow } from '../../math/elementary';
import type { Stream } from '../../rng/stream';

/** Gamma with this shape, above 0, and rate 1. */
export function gamma(shape: number, stream: Stream): number {
  if (shape < 1) {
    // 1 - u is never 0.
    const u = 1 - stream.uniform();
    return gamma(shape + 1, stream) * pow(u, 1 / shape);
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = stream.normal();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    const u = 1 - stream.uniform();
    if (log(u) < 0.5 * x * x + d - d * v + d * log(v)) return d * v;
  }
}

/** Beta(a, a), 0 to 1; for very small `a` near one of the ends. */
export function symmetricBeta(a: number, stream: Stream): number {
  const one = gamma(a, stream);
  const two = gamma(a, stream);
  // Both may be too small for a double: then either end is as likely.
  return one + two > 0 ? one / (one + two) : Number(stream.uniform() < 0.5);
}
