// Values far from the rest of their column, by three rules: beyond 1.5 interquartile ranges of the quartiles (Tukey
// 1977), |z| over 3, and a modified z over 3.5 by the median absolute deviation (Iglewicz & Hoaglin 1993). A row is
// named where at least two of them agree.
import { countBelow } from '../stats/correlation';
import { quantile, sortedPresent } from '../stats/describe';
import type { Column } from '../table/types';
import { finding, type CheckDef, type Finding, type Fix } from './check';

const fewest = 20;
/** Flags and counts aside from this few distinct values are no measurement. */
const fewestDistinct = 8;

export interface Fences {
  readonly iqr: readonly [low: number, high: number];
  readonly z: readonly [low: number, high: number];
  readonly mad: readonly [low: number, high: number];
}

/** What lies outside of a pair is far. A pair of infinities where a rule has no scale. */
export function fences(values: Float64Array): Fences {
  const sorted = sortedPresent(values);
  const n = sorted.length;
  const around = (centre: number, low: number, high: number, open: boolean) =>
    open ? ([-Infinity, Infinity] as const) : ([centre - low, centre + high] as const);
  const q1 = quantile(sorted, 0.25);
  const q3 = quantile(sorted, 0.75);
  const median = quantile(sorted, 0.5);
  const mad = quantile(distances(sorted, median), 0.5);
  let mean = 0;
  for (const value of sorted) mean += value / n;
  let spread = 0;
  for (const value of sorted) spread += (value - mean) * (value - mean);
  const sd = Math.sqrt(spread / n);
  const reach = 1.5 * (q3 - q1);
  const far = (3.5 * mad) / 0.6745;
  return {
    iqr: reach > 0 ? [q1 - reach, q3 + reach] : [-Infinity, Infinity],
    z: around(mean, 3 * sd, 3 * sd, sd === 0),
    mad: around(median, far, far, mad === 0),
  };
}

/** Distances of ascending values from a centre, ascending: those above it and those below it are, so they are merged. */
function distances(sorted: Float64Array, centre: number): Float64Array {
  let above = countBelow(sorted, centre, false);
  let below = above - 1;
  return sorted.map(() => {
    const up = above < sorted.length ? sorted[above] - centre : Infinity;
    const down = below >= 0 ? centre - sorted[below] : Infinity;
    if (up <= down) {
      above++;
      return up;
    }
    below--;
    return down;
  });
}

export const outliers: CheckDef = {
  name: 'outliers',
  label: 'Outliers',
  async run({ features, target, roles, clipped, pause }) {
    const found: Finding[] = [];
    for (const column of target && roles.task === 'regression' ? [...features, target] : features) {
      if (clipped.has(column.name)) continue;
      await pause();
      const one = check(column, column === target);
      if (one) found.push(one);
    }
    return found;
  },
};

function check({ name, type, data }: Column, isTarget: boolean): Finding | null {
  if (data.kind !== 'number' || type !== 'numeric') return null;
  const { values } = data;
  if (values.length < fewest || new Set(values.subarray(0, 10_000)).size < fewestDistinct) return null;
  const { iqr, z, mad } = fences(values);
  const counts = { iqr: 0, z: 0, mad: 0 };
  const rows: number[] = [];
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    let flags = 0;
    if (value < iqr[0] || value > iqr[1]) {
      counts.iqr++;
      flags++;
    }
    if (value < z[0] || value > z[1]) {
      counts.z++;
      flags++;
    }
    if (value < mad[0] || value > mad[1]) {
      counts.mad++;
      flags++;
    }
    if (flags >= 2) rows.push(row);
  }
  if (rows.length === 0) return null;
  // What at least two rules call far lies beyond the second-widest fence.
  const low = [iqr[0], z[0], mad[0]].sort((a, b) => b - a)[1];
  const high = [iqr[1], z[1], mad[1]].sort((a, b) => a - b)[1];
  const drop: Fix = {
    kind: 'rows',
    rule: {
      drop: 'outside',
      column: name,
      ...(Number.isFinite(low) && { low }),
      ...(Number.isFinite(high) && { high }),
    },
  };
  return finding('check-outliers', {
    severity: 'info',
    details: { column: name, count: rows.length, ...counts },
    columns: [name],
    rows,
    fixes: isTarget ? [drop] : [{ kind: 'clip', column: name }, drop],
  });
}
