// The trials nearest to the best one, and the box that they span: what a process sees that looks closer. Near a minimum of wide
// range all good values look alike to a process of all trials; to one of the near ones, on a scale of their own, they do not.
import type { Scalar } from '../../fields/field';
import type { ParamValues } from '../../space/space';
import { encode, type GpAxis } from './axes';

/** Trials for each parameter and one more. */
const perParameter = 2;
/** What the box reaches beyond them on either side, as a share of its side. */
const margin = 0.1;

export interface Near {
  /** Coordinates 0 to 1 within the box; choices as they were. */
  readonly axes: readonly GpAxis[];
  /** Numbers of the trials within, ascending. */
  readonly rows: readonly number[];
}

/**
 * The box of the 2 (d + 1) trials nearest to number `best`, by the largest difference of a coordinate, choices not counting;
 * null where those agree in a number.
 */
export function nearTo(axes: readonly GpAxis[], params: readonly ParamValues[], best: number): Near | null {
  const n = axes.length;
  const { x } = encode(axes, params);
  const numbers = axes.flatMap(({ categorical }, d) => (categorical ? [] : [d]));
  const off = (i: number) => numbers.reduce((most, d) => Math.max(most, Math.abs(x[i * n + d] - x[best * n + d])), 0);
  const distances = params.map((_, i) => off(i));
  const rows = distances.map((_, i) => i);
  const nearest = [...rows].sort((a, b) => distances[a] - distances[b] || a - b).slice(0, perParameter * (n + 1));
  const [low, high] = [new Float64Array(n), new Float64Array(n)];
  for (const d of numbers) {
    const at = nearest.map((i) => x[i * n + d]);
    const [least, most] = [Math.min(...at), Math.max(...at)];
    if (!(most - least > 1e-12)) return null;
    const room = margin * (most - least);
    low[d] = Math.max(0, least - room);
    high[d] = Math.min(1, most + room);
  }
  return {
    axes: axes.map((axis, d) => (axis.categorical ? axis : within(axis, low[d], high[d]))),
    rows: rows.filter((i) => numbers.every((d) => x[i * n + d] >= low[d] && x[i * n + d] <= high[d])),
  };
}

/** The part of an axis of numbers from `low` to `high`, as 0 to 1. */
function within(axis: GpAxis, low: number, high: number): GpAxis {
  const side = high - low;
  const place = (coordinate: number) => (coordinate - low) / side;
  const part = {
    path: axis.path,
    domain: axis.domain,
    categorical: false,
    coordinate: (value: Scalar) => place(axis.coordinate(value)),
    value: (u: number) => axis.value(low + u * side),
  };
  if (axis.count === Infinity) return { ...part, count: Infinity, at: axis.at, snap: (u) => u };
  const first = firstFrom(axis, (coordinate) => coordinate >= low);
  const end = firstFrom(axis, (coordinate) => coordinate > high);
  const at = (index: number) => place(axis.at(first + index));
  const count = end - first;
  return { ...part, count, at, snap: (u) => at(Math.min(count - 1, Math.floor(u * count))) };
}

/** The number of the first value of a finite axis from which on `is` holds. */
function firstFrom({ at, count }: GpAxis, is: (coordinate: number) => boolean): number {
  let [from, to] = [0, count];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (is(at(middle))) to = middle;
    else from = middle + 1;
  }
  return from;
}
