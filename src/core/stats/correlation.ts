// Correlation of two number columns over the rows where both are present. Pearson's r in two passes (as pandas and
// scipy); Spearman's rho is Pearson's r of the ranks, ties sharing their mean rank. NaN with fewer than two rows or a
// constant column.
import { orderFloats } from '../math/radix';

interface Pair {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** The rows where both values are present. */
export function complete(x: Float64Array, y: Float64Array): Pair {
  let n = 0;
  for (let i = 0; i < x.length; i++) if (x[i] === x[i] && y[i] === y[i]) n++;
  if (n === x.length) return { x, y };
  const kept = { x: new Float64Array(n), y: new Float64Array(n) };
  let at = 0;
  for (let i = 0; i < x.length; i++) {
    if (x[i] !== x[i] || y[i] !== y[i]) continue;
    kept.x[at] = x[i];
    kept.y[at++] = y[i];
  }
  return kept;
}

export function pearson(a: Float64Array, b: Float64Array): number {
  const { x, y } = complete(a, b);
  const n = x.length;
  if (n < 2 || constant(x) || constant(y)) return NaN;
  let meanX = 0;
  let meanY = 0;
  for (let i = 0; i < n; i++) {
    meanX += x[i];
    meanY += y[i];
  }
  meanX /= n;
  meanY /= n;
  // A second pass takes back what the sums lost to rounding, for values far from zero such as dates.
  let lostX = 0;
  let lostY = 0;
  for (let i = 0; i < n; i++) {
    lostX += x[i] - meanX;
    lostY += y[i] - meanY;
  }
  meanX += lostX / n;
  meanY += lostY / n;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < n; i++) {
    const dx = x[i] - meanX;
    const dy = y[i] - meanY;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  const scale = Math.sqrt(xx) * Math.sqrt(yy);
  return scale > 0 ? Math.max(-1, Math.min(1, xy / scale)) : NaN;
}

export function spearman(a: Float64Array, b: Float64Array): number {
  const { x, y } = complete(a, b);
  return pearson(ranks(x), ranks(y));
}

function constant(values: Float64Array): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}

/** Ranks from 1; equal values share the mean of theirs; NaN stays NaN. */
export function ranks(values: Float64Array): Float64Array<ArrayBuffer> {
  const order = orderFloats(values);
  const ranked = new Float64Array(values.length).fill(NaN);
  for (let from = 0; from < order.length;) {
    const value = values[order[from]];
    if (value !== value) break;
    let to = from + 1;
    while (to < order.length && values[order[to]] === value) to++;
    for (let i = from; i < to; i++) ranked[order[i]] = (from + to + 1) / 2;
    from = to;
  }
  return ranked;
}

/** How many of the ascending values are below `value`, or at most it when `inclusive`. */
export function countBelow(sorted: Float64Array, value: number, inclusive: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if (sorted[mid] < value || (inclusive && sorted[mid] === value)) low = mid + 1;
    else high = mid;
  }
  return low;
}
