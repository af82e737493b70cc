// What several pruners ask of curves. NaN never wins: it is skipped, as numpy's nanmin and nanpercentile do.
import type { Curve, Direction } from './pruner';

/** Best value of a stretch of a curve; NaN when all are. */
export function bestOf(curve: Curve, direction: Direction, from = 0, to = curve.length): number {
  let best = NaN;
  for (let i = from; i < to; i++) {
    const value = curve[i];
    if (Number.isNaN(best) || (direction === 'minimize' ? value < best : value > best)) best = value;
  }
  return best;
}

/**
 * Percentile, 0 to 100, by linear interpolation between neighbours, NaN left out; NaN when nothing is left or a
 * neighbour is infinite.
 * Bit for bit numpy.nanpercentile (numpy/lib/_function_base_impl.py: _lerp, method `linear`).
 */
export function percentileOf(values: Curve, percent: number): number {
  const known = withoutNaN(values);
  if (known.length === 0) return NaN;
  const at = (known.length - 1) * (percent / 100);
  const below = Math.floor(at);
  const low = placeSmallest(known, below);
  let high = low;
  if (below + 1 < known.length) {
    high = known[below + 1];
    for (let i = below + 2; i < known.length; i++) if (known[i] < high) high = known[i];
  }
  const part = at - below;
  return part >= 0.5 ? high - (high - low) * (1 - part) : low + (high - low) * part;
}

/** A new array. */
function withoutNaN(values: Curve): Float64Array {
  const known = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) known[count++] = values[i];
  return known.subarray(0, count);
}

/**
 * The value that sorting would bring to `place`, and brings it there: nothing larger stands before it, nothing smaller
 * after. Hoare's selection, linear on average; a study asks this for each epoch of each trial. No NaN.
 */
export function placeSmallest(values: Float64Array, place: number): number {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = values[(left + right) >> 1];
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i > j) break;
      const moved = values[i];
      values[i++] = values[j];
      values[j--] = moved;
    }
    if (place <= j) right = j;
    else if (place >= i) left = i;
    else break;
  }
  return values[place];
}

/** Checks happen after the warm-up, at its end and every `interval` epochs from there. Epochs count from 0. */
export const isChecked = (epoch: number, warmup: number, interval: number): boolean =>
  epoch >= warmup && (epoch - warmup) % interval === 0;

/** Of folds: the mean over the first so many, at each; summed in their order, as a trial's own value is. */
export function runningMeans(values: Curve): number[] {
  let sum = 0;
  return Array.from(values, (value, i) => (sum += value) / (i + 1));
}

/** Of folds: the mean so far in the newest place. Earlier means are superseded, not reached and lost: they are left out. */
export function newestMean(values: Curve): number[] {
  const means = runningMeans(values);
  return means.map((mean, i) => (i === means.length - 1 ? mean : NaN));
}
