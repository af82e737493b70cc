// log(1 + x), exp(x) - 1 and cube root from the elementary functions: the same bits everywhere.
// log1p and expm1 correct the rounding of 1 + x and exp(x) (W. Kahan; Higham 2002, section 1.14.1).
import { exp, log } from './elementary';

/** log(1 + x), precise near 0. */
export function log1p(x: number): number {
  const u = 1 + x;
  if (u === 1) return x;
  return u === Infinity ? u : (log(u) * x) / (u - 1);
}

/** exp(x) - 1, precise near 0. */
export function expm1(x: number): number {
  const u = exp(x);
  if (u === 1) return x;
  const less = u - 1;
  if (less === -1 || u === Infinity) return less;
  return (less * x) / log(u);
}

/** Cube root of any number: exp(log / 3), then two steps of Newton. */
export function cbrt(x: number): number {
  const a = x < 0 ? -x : x;
  if (a === 0 || !(a < Infinity)) return x;
  let y = exp(log(a) / 3);
  for (let i = 0; i < 2; i++) y -= (y - a / (y * y)) / 3;
  return x < 0 ? -y : y;
}
