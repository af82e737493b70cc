// One quantity of a learning curve as columns of numbers that grow with it: a list that is asked for again has only its new
// points turned over, so following a curve of n epochs costs n in all, not n at every update.
import type { EpochPoint } from './types';

export interface CurveColumn {
  /** Epochs from 1. What was handed out never changes: a longer curve gives longer columns. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}
export type CurvePart = 'train' | 'validation';

/** Adds the newest epoch. A trial that went back to a checkpoint tells its epochs again. */
export function addPoint(curve: EpochPoint[], point: EpochPoint): void {
  while (curve.length > 0 && curve[curve.length - 1].epoch >= point.epoch) curve.pop();
  curve.push(point);
}

/** Places for the first points. */
const start = 64;

class Growing {
  private x = new Float64Array(start);
  private y = new Float64Array(start);
  private read = 0;
  private last: EpochPoint | undefined;

  constructor(private readonly of: (point: EpochPoint) => number) {}

  take(curve: readonly EpochPoint[]): CurveColumn {
    // A trial that went back to a checkpoint has other points from there on.
    if (this.read > curve.length || (this.read > 0 && curve[this.read - 1] !== this.last)) {
      this.read = 0;
      this.x = new Float64Array(start);
      this.y = new Float64Array(start);
    }
    for (; this.read < curve.length; this.read++) {
      if (this.read === this.x.length) [this.x, this.y] = [twice(this.x), twice(this.y)];
      this.x[this.read] = curve[this.read].epoch + 1;
      this.y[this.read] = this.of(curve[this.read]);
    }
    this.last = curve.at(-1);
    return { x: this.x.subarray(0, this.read), y: this.y.subarray(0, this.read) };
  }
}

function twice(values: Float64Array): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(2 * values.length);
  longer.set(values);
  return longer;
}

/** By the list of points, which grows in place and ends with the page's interest in it. */
const known = new WeakMap<readonly EpochPoint[], Map<string, Growing>>();

/**
 * A metric after each epoch; NaN where it is missing. Of the training rows the mean loss over the batches stands in for a
 * loss that was not measured on them. The list may only be added to, or shortened and then added to.
 */
export function curveColumn(curve: readonly EpochPoint[], metric: string, part: CurvePart = 'validation'): CurveColumn {
  let columns = known.get(curve);
  if (!columns) known.set(curve, (columns = new Map()));
  const key = `${part} ${metric}`;
  let column = columns.get(key);
  if (!column) {
    const otherwise = (point: EpochPoint) => (metric === 'loss' ? point.loss : NaN);
    column = new Growing(
      part === 'validation'
        ? ({ validation }) => validation[metric] ?? NaN
        : (point) => point.train?.[metric] ?? otherwise(point),
    );
    columns.set(key, column);
  }
  return column.take(curve);
}
