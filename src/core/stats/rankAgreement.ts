// How far two orders of the same things agree: Spearman's rho and Kendall's tau-b, each with its 95 % interval by Fisher's
// z with the standard errors of Bonett and Wright 2000 (Psychometrika 65): sqrt((1 + r^2 / 2) / (n - 3)) and
// sqrt(0.437 / (n - 4)). NaN where there is nothing to compare; intervals need five pairs.
import { exp, log } from '../math/elementary';
import { complete, spearman } from './correlation';
import { kendall } from './kendall';

export interface Agreement {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const wide = 1.959963984540054;

export function spearmanAgreement(a: Float64Array, b: Float64Array): Agreement {
  const { x } = complete(a, b);
  const r = spearman(a, b);
  return interval(r, Math.sqrt((1 + (r * r) / 2) / (x.length - 3)), x.length);
}

export function kendallAgreement(a: Float64Array, b: Float64Array): Agreement {
  const { x, y } = complete(a, b);
  return interval(kendall(x, y), Math.sqrt(0.437 / (x.length - 4)), x.length);
}

function interval(value: number, error: number, n: number): Agreement {
  if (n < 5 || Number.isNaN(value)) return { value, low: NaN, high: NaN };
  if (Math.abs(value) >= 1) return { value, low: value, high: value };
  const z = 0.5 * log((1 + value) / (1 - value));
  const back = (at: number) => 1 - 2 / (exp(2 * at) + 1);
  return { value, low: back(z - wide * error), high: back(z + wide * error) };
}
