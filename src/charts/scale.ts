// Scales from data to pixels, and their ticks. Steps of 1, 2 and 5 as in d3-array.
import { number, tick } from './format';

export interface Tick {
  readonly value: number;
  readonly label: string;
}
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  /** Data to pixels; NaN where there is no place (a logarithm of zero or less). */
  at(value: number): number;
  invert(pixel: number): number;
  ticks(count: number): Tick[];
}

/** Beyond this the distance of two numbers may be infinite: there is no place for them on an axis. */
const farthest = 1e300;

/** Smallest and largest value that has a place on an axis; null when there is none. `positive`: zero and below do not count. */
export function extent(values: ArrayLike<number>, positive = false, from: Extent | null = null): Extent | null {
  let low = from ? from[0] : Infinity;
  let high = from ? from[1] : -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!(Math.abs(value) <= farthest) || (positive && value <= 0)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : null;
}
export type Extent = readonly [number, number];

/** The step between about `count` ticks: 1, 2 or 5 times a power of ten. */
export function tickStep(low: number, high: number, count: number): number {
  const raw = (high - low) / Math.max(1, count);
  if (!(raw > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  const error = raw / power;
  return power * (error >= Math.sqrt(50) ? 10 : error >= Math.sqrt(10) ? 5 : error >= Math.SQRT2 ? 2 : 1);
}

/** Widens a range to round numbers; one point gets room on both sides. */
export function nice([low, high]: Extent, log = false, count = 6): Extent {
  if (log) {
    const a = Math.floor(Math.log10(low) * 2 + 1e-9) / 2;
    const b = Math.ceil(Math.log10(high) * 2 - 1e-9) / 2;
    return a === b ? [10 ** (a - 0.5), 10 ** (b + 0.5)] : [10 ** a, 10 ** b];
  }
  // Closer than floating point can divide finely is one point too.
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low <= 1e-9 * size || high - low < 1e-290) {
    const room = size < 1e-290 ? 1 : size * 0.1;
    return nice([low - room, high + room], false, count);
  }
  const step = tickStep(low, high, count);
  return [Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step];
}

export function linear([low, high]: Extent, from: number, to: number): Scale {
  const k = high === low ? 0 : (to - from) / (high - low);
  return {
    low,
    high,
    log: false,
    at: (value) => (k === 0 ? (from + to) / 2 : from + (value - low) * k),
    invert: (pixel) => (k === 0 ? low : low + (pixel - from) / k),
    ticks: (count) => {
      const step = tickStep(low, high, count);
      const first = Math.ceil(low / step - 1e-9);
      const last = Math.floor(high / step + 1e-9);
      return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => {
        const value = (first + i) * step;
        return { value, label: tick(value, step) };
      });
    },
  };
}

/** Base-10 logarithmic; the domain must be positive. */
export function logarithmic([low, high]: Extent, from: number, to: number): Scale {
  const inner = linear([Math.log10(low), Math.log10(high)], from, to);
  return {
    low,
    high,
    log: true,
    at: (value) => (value > 0 ? inner.at(Math.log10(value)) : NaN),
    invert: (pixel) => 10 ** inner.invert(pixel),
    ticks: (count) => {
      const a = Math.ceil(inner.low - 1e-9);
      const b = Math.floor(inner.high + 1e-9);
      const every = Math.max(1, Math.ceil((b - a + 1) / count));
      const powers = Array.from({ length: Math.max(0, b - a + 1) }, (_, i) => 10 ** (a + i));
      if (powers.length >= 3) {
        return powers.filter((_, i) => i % every === 0).map((value) => ({ value, label: number(value) }));
      }
      return [1, 2, 5]
        .flatMap((m) => [a - 1, a, a + 1, a + 2].map((power) => m * 10 ** power))
        .filter((value) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9))
        .sort((x, y) => x - y)
        .map((value) => ({ value, label: number(value) }));
    },
  };
}

export const scaleOf = (log: boolean, domain: Extent, from: number, to: number): Scale =>
  log ? logarithmic(domain, from, to) : linear(domain, from, to);
