// Values as the Gaussian process sees them, and which trials it takes when there are many.
import type { PastTrial } from '../sampler';

/** A finished trial with a value, infinite ones too: they count as the worst or best finite one. */
export type Observed = PastTrial & { readonly value: number };

export const isObserved = (trial: PastTrial): trial is Observed =>
  trial.state === 'done' && trial.value !== null && !Number.isNaN(trial.value);

/** Larger is better, infinities at the finite extremes, mean 0, population standard deviation 1 (0 for equal values). */
export const standardised = (values: readonly number[], direction: 'minimize' | 'maximize'): Float64Array =>
  standardise(values, direction).values;

/** Also the deviation that was made 1, in units of the values; at least 1e-10. */
export function standardise(values: readonly number[], direction: 'minimize' | 'maximize') {
  const finite = values.filter(Number.isFinite);
  const low = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const high = finite.reduce((a, b) => Math.max(a, b), -Infinity);
  // Beyond this the squares would overflow.
  const unit = Math.max(Math.abs(low), Math.abs(high)) > 1e140 ? 1e-200 : 1;
  const sign = direction === 'maximize' ? unit : -unit;
  const y = Float64Array.from(values, (value) =>
    finite.length === 0 ? 0 : sign * Math.min(high, Math.max(low, value)),
  );
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  const variance = y.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / y.length;
  const deviation = Math.max(1e-10, Math.sqrt(variance));
  return { values: y.map((value) => (value - mean) / deviation), deviation: deviation / unit };
}

/** Numbers of at most `most` values, ascending: the best half, and the others evenly spread over the rest in order. */
export function spread(y: Float64Array, most: number): number[] {
  const all = Array.from(y, (_, i) => i);
  if (y.length <= most) return all;
  const best = [...all].sort((a, b) => y[b] - y[a] || a - b).slice(0, Math.ceil(most / 2));
  const taken = new Set(best);
  const rest = all.filter((i) => !taken.has(i));
  const others = most - best.length;
  for (let k = 0; k < others; k++) taken.add(rest[Math.floor(((k + 0.5) * rest.length) / others)]);
  return all.filter((i) => taken.has(i));
}

export const pick = (
  points: { readonly x: Float64Array; readonly categorical: readonly boolean[] },
  rows: readonly number[],
) => {
  const n = points.categorical.length;
  const x = new Float64Array(rows.length * n);
  rows.forEach((row, i) => x.set(points.x.subarray(row * n, (row + 1) * n), i * n));
  return { count: rows.length, x, categorical: points.categorical };
};
