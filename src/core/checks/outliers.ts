// Values far from the rest of their column, by three rules: beyond 1.5 interquartile ranges of the quartiles (Tukey
// 1977), |z| over 3, and a modified z over 3.5 by the median absolute deviation (Iglewicz & Hoaglin 1993). A row is
// named where at least two of them agree.
import { sortedPresent } from '../stats/describe';
import { fencesOf, usualReach, type FenceRule } from '../stats/fences';
import type { Column } from '../table/types';
import { finding, type CheckDef, type Finding, type Fix } from './check';

const fewest = 20;
/** Flags and counts aside from this few distinct values are no measurement. */
const fewestDistinct = 8;
const mostly = 0.2;
const rules: readonly FenceRule[] = ['iqr', 'z', 'mad'];
const everywhere = { low: -Infinity, high: Infinity };

export const outliers: CheckDef = {
  name: 'outliers',
  label: 'Outliers',
  async run({ measured, roles, clipped, pause }) {
    const { features, target } = measured();
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
  const sorted = sortedPresent(values);
  // A rule without a scale calls nothing far.
  const limits = rules.map((rule) => fencesOf(sorted, rule, usualReach[rule]) ?? everywhere);
  const counts = { iqr: 0, z: 0, mad: 0 };
  const rows: number[] = [];
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    let flags = 0;
    for (let i = 0; i < rules.length; i++) {
      if (!(value < limits[i].low || value > limits[i].high)) continue;
      counts[rules[i]]++;
      flags++;
    }
    if (flags >= 2) rows.push(row);
  }
  // So many are a tail (see skew.ts) or a second heap of values, not strays.
  if (rows.length === 0 || rows.length > mostly * sorted.length) return null;
  // What at least two rules call far lies beyond the second-widest fence.
  const low = limits.map((limit) => limit.low).sort((a, b) => b - a)[1];
  const high = limits.map((limit) => limit.high).sort((a, b) => a - b)[1];
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
