// Student's t with whole degrees of freedom: tails by the incomplete beta function's continued fraction (Numerical
// Recipes 3rd ed., 6.4, Lentz's method), whose complete beta function has a recurrence here. DLMF 8.17.
import { pow } from './elementary';

/** B(df / 2, 1 / 2). */
function beta(df: number): number {
  let value = df % 2 === 0 ? 2 : Math.PI;
  for (let a = df % 2 === 0 ? 1 : 0.5; a < df / 2; a++) value *= a / (a + 0.5);
  return value;
}

function fraction(a: number, b: number, x: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < tiny ? tiny : d);
  let h = d;
  for (let m = 1; m < 10_000; m++) {
    for (const term of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      d = 1 + term * d;
      d = 1 / (Math.abs(d) < tiny ? tiny : d);
      c = 1 + term / c;
      if (Math.abs(c) < tiny) c = tiny;
      h *= d * c;
    }
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return h;
}

/** P(|T| >= |t|) with df degrees of freedom, a whole number from 1. */
export function twoSidedT(t: number, df: number): number {
  if (Number.isNaN(t)) return NaN;
  if (!Number.isFinite(t)) return 0;
  if (t === 0) return 1;
  const [a, b] = [df / 2, 0.5];
  const x = df / (df + t * t);
  const y = (t * t) / (df + t * t);
  const front = (pow(x, a) * Math.sqrt(y)) / beta(df);
  return x < (a + 1) / (a + b + 2) ? (front * fraction(a, b, x)) / a : 1 - (front * fraction(b, a, y)) / b;
}

/** The t that |T| stays below with probability `level`, 0 to 1 without its ends. */
export function tQuantile(level: number, df: number): number {
  let high = 1;
  while (twoSidedT(high, df) > 1 - level) high *= 2;
  let low = 0;
  for (let i = 0; i < 200 && low < high; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (twoSidedT(middle, df) > 1 - level) low = middle;
    else high = middle;
  }
  return high;
}
