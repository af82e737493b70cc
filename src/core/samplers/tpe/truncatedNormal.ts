// The normal distribution between two limits, in logarithms (as optuna/samplers/_tpe/_truncnorm.py, from SciPy).
import { exp, log } from '../../math/elementary';
import { erf, logErfc } from '../../math/erf';
import { normalQuantile } from '../../math/normalQuantile';

const LOG_2 = log(2);
export const LOG_SQRT_2PI = 0.5 * log(2 * Math.PI);

/** log(1 + y), exact also for small y (Kahan's quotient). */
function log1p(y: number): number {
  const u = 1 + y;
  return u === 1 ? y : (log(u) * y) / (u - 1);
}

/** Logarithm of the standard normal distribution function. */
export function logCdf(x: number): number {
  if (x > 6) return -exp(logCdf(-x));
  if (x > -1.76) return log(0.5 + 0.5 * erf(x / Math.SQRT2));
  if (x > -20) return logErfc(-x / Math.SQRT2) - LOG_2;
  // Asymptotic series of Mills' ratio (Abramowitz & Stegun 26.2.12).
  let sum = 1;
  let term = 1;
  for (let i = 1; Math.abs(term) > 1e-17; i++) {
    term *= -(2 * i - 1) / (x * x);
    sum += term;
  }
  return -0.5 * x * x - log(-x) - LOG_SQRT_2PI + log(sum);
}

/** Logarithm of the standard normal mass between a and b, a <= b. */
export function logMass(a: number, b: number): number {
  if (a > 0) return logMass(-b, -a);
  if (b > 0) return log(0.5 * (erf(b / Math.SQRT2) - erf(a / Math.SQRT2)));
  const upper = logCdf(b);
  return upper === -Infinity ? -Infinity : upper + log1p(-exp(logCdf(a) - upper));
}

/** The point of the standard normal between a and b (with a <= 0 <= b) that has share q of its mass below it. */
export function truncatedQuantile(q: number, a: number, b: number): number {
  const mass = exp(logMass(a, b));
  const below = exp(logCdf(a)) + q * mass;
  // From whichever tail is nearer, where the distribution function keeps its digits.
  const x = below <= 0.5 ? normalQuantile(below) : -normalQuantile(exp(logCdf(-b)) + (1 - q) * mass);
  return Math.min(b, Math.max(a, x));
}
