// Several studies beside each other: the best value so far by number of trials, and for the same settings under several
// seeds the middle half of them. One seed shows luck as much as method.
import { quantile as quantileOf } from '../stats/describe';
import { violationOf } from './objectives';
import type { TrialRecord } from './types';

export interface ComparedStudy {
  /** Studies of one group differ by their seed alone. */
  readonly group: string;
  readonly direction: 'minimize' | 'maximize';
  readonly trials: readonly TrialRecord[];
}

export interface GroupCurve {
  readonly group: string;
  readonly studies: number;
  /** Numbers of trials, from the first after which every study of the group has a value to where the shortest ends. */
  readonly x: Float64Array;
  readonly median: Float64Array;
  /** First and third quartile; equal to the median with one study. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Best value of each study at the last x, ascending. */
  readonly final: readonly number[];
}

/** The best finite value of a finished trial that keeps its study's limits, among the first k, for k = 1 to n in order of index; NaN
 *  before there is one. */
export function bestByTrial({ trials, direction }: ComparedStudy): Float64Array {
  const ordered = [...trials].sort((a, b) => a.index - b.index);
  let best = NaN;
  return Float64Array.from(ordered, (one) => {
    const { state, value } = one;
    const counts = state === 'done' && value !== null && Number.isFinite(value) && violationOf(one) === 0;
    if (counts && (Number.isNaN(best) || (direction === 'minimize' ? value < best : value > best))) best = value;
    return best;
  });
}

/** One curve per group, in the order in which the groups first appear. Groups without any value are left out. */
export function compareStudies(studies: readonly ComparedStudy[]): GroupCurve[] {
  const groups = new Map<string, Float64Array[]>();
  for (const study of studies) {
    const curves = groups.get(study.group) ?? [];
    curves.push(bestByTrial(study));
    groups.set(study.group, curves);
  }
  return [...groups].flatMap(([group, curves]) => {
    const length = Math.min(...curves.map((curve) => curve.length));
    let first = 0;
    while (first < length && curves.some((curve) => Number.isNaN(curve[first]))) first++;
    if (first === length) return [];
    const x = Float64Array.from({ length: length - first }, (_, i) => first + i + 1);
    const sorted = Array.from(x, (k) => Float64Array.from(curves, (curve) => curve[k - 1]).sort());
    const quantile = (share: number) => Float64Array.from(sorted, (values) => quantileOf(values, share));
    return [
      {
        group,
        studies: curves.length,
        x,
        median: quantile(0.5),
        low: quantile(0.25),
        high: quantile(0.75),
        final: Array.from(sorted[sorted.length - 1]),
      },
    ];
  });
}
