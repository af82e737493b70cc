// The variance over a one-hot cube of the mean of a tree given one choice. A path down a tree splits choices off until
// one is left, so a leaf is known by the choice it has, if any, and the choices it has not. Optuna visits all 2^k
// corners; the pairs of leaves give the same number for any k.

/** In place of a choice: the path has split some off, and none was the leaf's own. */
export const noChoice = -1;

export interface HotLeaf {
  /** Index of the column that is 1 on the way here; `noChoice` where none is. */
  readonly one: number;
  /** Columns that are 0 on the way here. */
  readonly zeros: readonly number[];
  /** Sum of value times share of all other axes. */
  mass: number;
}

/** `mean`: of the whole tree. Not below 0. */
export function hotVariance(leaves: readonly HotLeaf[], mean: number): number {
  const sets = leaves.map(({ zeros }) => new Set(zeros));
  let square = 0;
  leaves.forEach((a, i) => {
    square += a.mass * a.mass * 2 ** -columnsOf(a);
    for (let j = 0; j < i; j++) {
      const b = leaves[j];
      if (a.mass * b.mass === 0 || sets[i].has(b.one) || sets[j].has(a.one)) continue;
      let both = a.one >= 0 && a.one === b.one ? 1 : 0;
      for (const column of a.zeros) if (sets[j].has(column)) both++;
      square += 2 * a.mass * b.mass * 2 ** (both - columnsOf(a) - columnsOf(b));
    }
  });
  return Math.max(0, square - mean * mean);
}

const columnsOf = ({ one, zeros }: HotLeaf): number => zeros.length + (one >= 0 ? 1 : 0);
