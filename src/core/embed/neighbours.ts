// The nearest neighbours of every row, exactly, by squared Euclidean distance; of equals the earlier row.
import { dense, timesTransposed, type Dense } from '../math/dense';

export interface Neighbours {
  readonly count: number;
  /** rows x count: row numbers, nearest first; a row is not its own neighbour. */
  readonly index: Int32Array;
  /** Squared distances. */
  readonly squared: Float64Array;
}

const block = 256;

/** `step` is called between blocks with the rows done. At most rows - 1 neighbours. */
export async function nearest(
  x: Dense,
  count: number,
  step: (done: number) => Promise<void> = () => Promise.resolve(),
): Promise<Neighbours> {
  const n = x.rows;
  const index = new Int32Array(n * count);
  const squared = new Float64Array(n * count);
  const lengths = squares(x);
  for (let from = 0; from < n; from += block) {
    const to = Math.min(n, from + block);
    const rows = dense(to - from, x.columns, x.values.subarray(from * x.columns, to * x.columns));
    const products = timesTransposed(rows, x).values;
    for (let i = from; i < to; i++) {
      const own = index.subarray(i * count, (i + 1) * count);
      const far = squared.subarray(i * count, (i + 1) * count);
      let held = 0;
      for (let j = 0; j < n; j++) {
        if (j === i) continue;
        const d = Math.max(0, lengths[i] + lengths[j] - 2 * products[(i - from) * n + j]);
        if (held === count && d >= far[count - 1]) continue;
        let at = held < count ? held++ : count - 1;
        while (at > 0 && far[at - 1] > d) {
          far[at] = far[at - 1];
          own[at] = own[at - 1];
          at--;
        }
        far[at] = d;
        own[at] = j;
      }
    }
    await step(to);
  }
  return { count, index, squared };
}

export function squares({ rows, columns, values }: Dense): Float64Array {
  const out = new Float64Array(rows);
  for (let r = 0, at = 0; r < rows; r++) for (let c = 0; c < columns; c++, at++) out[r] += values[at] * values[at];
  return out;
}
