// Trials as columns, for the charts that show every parameter: parallel coordinates and slices. Columns grow with the
// study; nothing in here is per-trial objects.
import type { AxisSpec } from './chart';
import { extent, type Extent } from './scale';

/** One varied parameter. Choices are drawn at their index; NaN: the parameter was not active in that trial. */
export interface Dimension {
  readonly name: string;
  readonly log?: boolean;
  /** Set for choices and switches: the label of value i. */
  readonly categories?: readonly string[];
  /** The search range, when known: it keeps the axis still while the study grows. */
  readonly range?: Extent;
}

export interface TrialColumns {
  readonly dimensions: readonly Dimension[];
  readonly objective: AxisSpec & { readonly direction: 'minimize' | 'maximize' };
  /** Trial numbers in order of completion; only ever added to. */
  readonly trial: ArrayLike<number>;
  /** Per dimension, as long as `trial`. */
  readonly columns: readonly ArrayLike<number>[];
  /** Objective; NaN where there is none. */
  readonly values: ArrayLike<number>;
  /** Of each trial, whether it ended before it was finished: its value compares with no other. Missing: none did. */
  readonly early?: readonly boolean[];
  /** Of each trial, whether it breaks a limit: it is then never the best. Missing: none does. */
  readonly breaks?: readonly boolean[];
}

export function domainOf(dimension: Dimension, column: ArrayLike<number>): Extent {
  if (dimension.categories) return [0, Math.max(1, dimension.categories.length - 1)];
  const found = dimension.range ?? extent(column, dimension.log) ?? (dimension.log ? [1, 10] : [0, 1]);
  return found[0] === found[1]
    ? dimension.log
      ? [found[0] / 2, found[1] * 2]
      : [found[0] - 0.5, found[1] + 0.5]
    : found;
}

/** Position of a value in [0, 1], 1 the best, given a domain. */
export function goodness(value: number, [low, high]: Extent, direction: 'minimize' | 'maximize'): number {
  const t = high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 1;
  return direction === 'minimize' ? 1 - t : t;
}
