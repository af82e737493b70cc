// New rows between a row and one of its nearest neighbours of the same class (Chawla, Bowyer, Hall and Kegelmeyer, SMOTE,
// JAIR 16, 2002; section 6.1 for categories), as imbalanced-learn computes them.
import type { Block } from './resample';

/** The rows of one class. */
export interface ClassRows {
  readonly count: number;
  readonly width: number;
  /** count x width. */
  readonly values: Float64Array;
  /** Positions that are quantities, ascending. */
  readonly quantities: readonly number[];
  /** For each category of a row a number that is equal where the category is: count x categories. */
  readonly kinds: Int32Array;
  readonly categories: number;
}

/** Where a new row lies: `pick` = row x k + which of its k neighbours, and how far towards it, 0 to 1. */
export interface Placed {
  readonly pick: number;
  readonly gap: number;
}

export interface Synthetic {
  readonly row: number;
  /** Quantities in order of `quantities`. */
  readonly values: Float64Array;
  /** For each category the row of the class that has it. */
  readonly from: readonly number[];
}

/** Median over the quantities of their deviation in the class (divided by the number of rows): what a differing category counts. */
export function medianDeviation({ count, width, values, quantities }: ClassRows): number {
  const deviations = Float64Array.from(quantities, (at) => {
    let sum = 0;
    for (let r = 0; r < count; r++) sum += values[r * width + at];
    const mean = sum / count;
    let squares = 0;
    for (let r = 0; r < count; r++) squares += (values[r * width + at] - mean) * (values[r * width + at] - mean);
    return Math.sqrt(squares / count);
  }).sort();
  const middle = deviations.length >> 1;
  return deviations.length % 2 === 1 ? deviations[middle] : (deviations[middle - 1] + deviations[middle]) / 2;
}

/** The k rows nearest to `row`, itself left out, nearest first, of equals the earlier. A differing category adds `unlike`. */
export function nearestOf(rows: ClassRows, row: number, k: number, unlike: number): number[] {
  const { count, width, values, quantities, kinds, categories } = rows;
  const near: number[] = [];
  const far: number[] = [];
  for (let other = 0; other < count; other++) {
    if (other === row) continue;
    const limit = near.length < k ? Infinity : far[k - 1];
    let distance = 0;
    for (let c = 0; c < categories; c++)
      if (kinds[row * categories + c] !== kinds[other * categories + c]) distance += unlike;
    for (let i = 0; i < quantities.length && distance < limit; i++) {
      const gap = values[row * width + quantities[i]] - values[other * width + quantities[i]];
      distance += gap * gap;
    }
    if (distance >= limit) continue;
    let place = near.length < k ? near.length : k - 1;
    while (place > 0 && far[place - 1] > distance) {
      near[place] = near[place - 1];
      far[place] = far[place - 1];
      place--;
    }
    near[place] = other;
    far[place] = distance;
  }
  return near;
}

/**
 * New rows at the places given: quantities on the line to the neighbour, each category the most frequent of the k
 * neighbours; `tie(n)` chooses among n equally frequent ones, in the order in which the neighbours have them.
 */
export function synthesize(
  rows: ClassRows,
  k: number,
  places: readonly Placed[],
  tie: (n: number) => number,
): Synthetic[] {
  const { width, values, quantities, kinds, categories } = rows;
  const deviation = categories > 0 ? medianDeviation(rows) : 0;
  const known = new Map<number, number[]>();
  return places.map(({ pick, gap }) => {
    const row = Math.floor(pick / k);
    const near = known.get(row) ?? nearestOf(rows, row, k, deviation * deviation);
    known.set(row, near);
    const other = near[pick % k];
    const from = Array.from({ length: categories }, (_, c) => {
      const votes = new Map<number, { count: number; row: number }>();
      for (const one of near) {
        const kind = kinds[one * categories + c];
        votes.set(kind, { count: (votes.get(kind)?.count ?? 0) + 1, row: one });
      }
      const most = Math.max(...[...votes.values()].map(({ count }) => count));
      const best = [...votes.values()].filter(({ count }) => count === most);
      return best[best.length > 1 ? tie(best.length) : 0].row;
    });
    const made = Float64Array.from(quantities, (at) => {
      const own = values[row * width + at];
      return own + gap * (values[other * width + at] - own);
    });
    return { row, values: made, from };
  });
}

/** A number for the category of each row: rows with equal words in `block` have equal numbers. */
export function kindsOf(rows: ArrayLike<number>, values: ArrayLike<number>, stride: number, { at, width }: Block) {
  const known = new Map<string, number>();
  return Int32Array.from({ length: rows.length }, (_, i) => {
    let key = '';
    for (let w = 0; w < width; w++) key += `${values[rows[i] * stride + at + w]} `;
    const kind = known.get(key) ?? known.size;
    known.set(key, kind);
    return kind;
  });
}
