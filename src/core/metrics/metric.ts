// The contract of a metric: a number from a model's raw outputs and the targets. Adding one: a MetricDef in the file
// of its family and one line in registry.ts. Sums run in row order with core/math, so the bits are the same everywhere.
import type { Task } from '../table/types';

/** What a model put out for some rows, and what was right. */
export interface Outcome {
  readonly task: Task;
  /** rows x units, raw: one logit (binary), one logit per class (multiclass) or the scaled value (regression). */
  readonly outputs: Float32Array;
  /** Class index or scaled value by row. */
  readonly target: Float32Array;
  /** Number of classes; 0 for regression. */
  readonly classes: number;
  /** Regression: value = scaled * std + mean. */
  readonly targetScale: { readonly mean: number; readonly std: number };
  /** Which loss a regression was trained with; `auto` is the mean squared error. */
  readonly loss?: 'auto' | 'mse' | 'huber';
}

export interface MetricDef {
  /** Name in labs, journals and digests. */
  readonly name: string;
  readonly label: string;
  readonly direction: 'minimize' | 'maximize';
  readonly range: readonly [min: number, max: number];
  readonly tasks: readonly Task[];
  /** Unit of the number: a share of 1, the target's own unit, or none. */
  readonly unit: 'share' | 'target' | 'none';
  /** How it is computed, for the page that explains it. */
  readonly formula: string;
  readonly source: string;
  /** Computed where asked for (as an objective, in a report), not after every epoch. Left out: after every epoch. */
  readonly onDemand?: true;
  /** NaN where it is undefined, e.g. the AUC of a split with one class. */
  compute(outcome: Outcome): number;
}

export const classification: readonly Task[] = ['binary', 'multiclass'];

/** Mean of `at(row)` over the rows; NaN without rows. */
export function meanOver(rows: number, at: (row: number) => number): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += at(row);
  return sum / rows;
}
