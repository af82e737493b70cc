// The rows of the first lab as points of its picture.
import type { Prepared } from '$core/pipeline/prepared';

export interface Range {
  readonly min: number;
  readonly max: number;
}

export interface Points {
  /** Standardized as the network sees them, so that they lie right on its surface. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly target: Float32Array;
  /** The first rows are for training, the rest for validation. */
  readonly training: number;
  /** What the picture shows on each axis: the training rows and a tenth of their range on either side. */
  readonly ranges: { readonly x: Range; readonly y: Range };
}

/** The points of the prepared rows of a lab over two numbers. */
export function pointsOf({ train, validation }: Pick<Prepared, 'train' | 'validation'>): Points {
  const n = train.rows + validation.rows;
  const x = new Float32Array(n);
  const y = new Float32Array(n);
  const target = new Float32Array(n);
  [train, validation].forEach((part, which) => {
    for (let i = 0; i < part.rows; i++) {
      const at = (which ? train.rows : 0) + i;
      x[at] = part.features[2 * i];
      y[at] = part.features[2 * i + 1];
      target[at] = part.target[i];
    }
  });
  const ranges = { x: rangeOf(x.subarray(0, train.rows)), y: rangeOf(y.subarray(0, train.rows)) };
  return { x, y, target, training: train.rows, ranges };
}

function rangeOf(values: Float32Array): Range {
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const margin = 0.1 * (max - min || 1);
  return { min: min - margin, max: max + margin };
}
