// What one column holds, in numbers. Definitions and edge cases as pandas' describe, skew and kurt: sample standard
// deviation (n - 1), quartiles by linear interpolation, skew and excess kurtosis with the small-sample correction of
// Joanes & Gill 1998 (G1, G2). NaN where a statistic needs more values than there are, and
// for the shape of a constant column.
import { log } from '../math/elementary';
import { sortFloats } from '../math/radix';

export interface NumericSummary {
  readonly kind: 'numeric';
  /** Values that are present. */
  readonly count: number;
  readonly missing: number;
  readonly unique: number;
  readonly mean: number;
  readonly sd: number;
  readonly min: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly max: number;
  readonly skew: number;
  readonly kurtosis: number;
}
export interface CategoricalSummary {
  readonly kind: 'categorical';
  readonly count: number;
  readonly missing: number;
  readonly unique: number;
  /** The most frequent value, the first to occur among equals; null without values. */
  readonly top: string | null;
  readonly freq: number;
  /** Shannon entropy of the shares, in bits. */
  readonly entropy: number;
}
export type Summary = NumericSummary | CategoricalSummary;

/** The present values, ascending. */
export function sortedPresent(values: Float64Array): Float64Array<ArrayBuffer> {
  const present = new Float64Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) if (values[i] === values[i]) present[n++] = values[i];
  return sortFloats(n < values.length ? present.slice(0, n) : present);
}

/** Quantile by linear interpolation between the closest ranks (type 7 of Hyndman & Fan 1996). */
export function quantile(sorted: Float64Array, q: number): number {
  if (sorted.length === 0) return NaN;
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  if (low + 1 >= sorted.length) return sorted[sorted.length - 1];
  return sorted[low] + (sorted[low + 1] - sorted[low]) * (at - low);
}

export function describeNumeric(values: Float64Array): NumericSummary {
  const sorted = sortedPresent(values);
  const n = sorted.length;
  // Everything is summed relative to a value of the middle: no cancellation far from zero, as with dates.
  const origin = sorted[n >>> 1];
  let sum = 0;
  let unique = 0;
  for (let i = 0; i < n; i++) {
    sum += sorted[i] - origin;
    if (i === 0 || sorted[i] !== sorted[i - 1]) unique++;
  }
  const offset = sum / n;
  let m2 = 0;
  let m3 = 0;
  let m4 = 0;
  for (let i = 0; i < n; i++) {
    const d = sorted[i] - origin - offset;
    const d2 = d * d;
    m2 += d2;
    m3 += d2 * d;
    m4 += d2 * d2;
  }
  return {
    kind: 'numeric',
    count: n,
    missing: values.length - n,
    unique,
    mean: origin + offset,
    sd: n > 1 ? Math.sqrt(m2 / (n - 1)) : NaN,
    min: n > 0 ? sorted[0] : NaN,
    q1: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    q3: quantile(sorted, 0.75),
    max: n > 0 ? sorted[n - 1] : NaN,
    skew: skewOf(n, m2, m3),
    kurtosis: kurtosisOf(n, m2, m4),
  };
}

function skewOf(n: number, m2: number, m3: number): number {
  if (n < 3 || m2 === 0) return NaN;
  return (((n * Math.sqrt(n - 1)) / (n - 2)) * m3) / (m2 * Math.sqrt(m2));
}

function kurtosisOf(n: number, m2: number, m4: number): number {
  if (n < 4 || m2 === 0) return NaN;
  const lower = (n - 2) * (n - 3);
  return (n * (n + 1) * (n - 1) * m4) / (lower * m2 * m2) - (3 * (n - 1) * (n - 1)) / lower;
}

export function describeCategorical(codes: Int32Array, dictionary: readonly string[]): CategoricalSummary {
  const counts = countsOf(codes, dictionary.length);
  let count = 0;
  let unique = 0;
  let top = -1;
  for (let code = 0; code < counts.length; code++) {
    count += counts[code];
    if (counts[code] > 0) unique++;
    if (counts[code] > (top < 0 ? 0 : counts[top])) top = code;
  }
  let entropy = 0;
  for (const n of counts) if (n > 0) entropy -= (n / count) * (log(n / count) / Math.LN2);
  return {
    kind: 'categorical',
    count,
    missing: codes.length - count,
    unique,
    top: top < 0 ? null : dictionary[top],
    freq: top < 0 ? 0 : counts[top],
    entropy: count > 0 ? entropy : NaN,
  };
}

/** Rows per code; negative codes are missing. */
export function countsOf(codes: Int32Array, levels: number): Uint32Array {
  const counts = new Uint32Array(levels);
  for (let i = 0; i < codes.length; i++) if (codes[i] >= 0) counts[codes[i]]++;
  return counts;
}
