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
export function percentileOf(values: readonly number[], percent: number): number {
  const sorted = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
  if (sorted.length === 0) return NaN;
  const at = (sorted.length - 1) * (percent / 100);
  const below = Math.floor(at);
  const low = sorted[below];
  const high = sorted[Math.min(below + 1, sorted.length - 1)];
  const part = at - below;
  return part >= 0.5 ? high - (high - low) * (1 - part) : low + (high - low) * part;
}

/** Checks happen after the warm-up, at its end and every `interval` epochs from there. Epochs count from 0. */
export const isChecked = (epoch: number, warmup: number, interval: number): boolean =>
  epoch >= warmup && (epoch - warmup) % interval === 0;
