// Pearson's r of every two of many columns: the same numbers as `pearson` pair by pair, up to rounding, several times
// quicker. Columns are centred once and multiplied in blocks of rows that stay in the processor's cache. Where values
// are missing, the sums run over the rows where both are present, relative to the means of the columns.
import { pearson } from './correlation';

const block = 4096;
const blocksBetweenPauses = 8;
/** Where less of a spread is left than this share, rounding would decide: the pair is computed on its own. */
const least = 1e-9;

export interface MatrixContext {
  /** `done` of `total` rows. */
  progress(done: number, total: number): void;
  pause(): Promise<void>;
}

interface Centred {
  /** Deviations from the mean; 0 where missing. */
  readonly values: Float64Array;
  /** 1 where present; null where all are. */
  readonly present: Float64Array | null;
  /** Root of the sum of squares; NaN for a constant column. */
  readonly size: number;
}

/** Columns of equal length; `size * size` values, row-major: 1 on the diagonal, NaN where undefined. */
export async function pearsonMatrix(columns: readonly Float64Array[], on: MatrixContext): Promise<Float64Array> {
  const size = columns.length;
  const rows = size > 0 ? columns[0].length : 0;
  const centred: Centred[] = [];
  for (const column of columns) {
    await on.pause();
    centred.push(centre(column));
  }
  const products = new Float64Array(size * size);
  const holes = new Map<number, Float64Array>();
  for (let from = 0, turn = 0; from < rows; from += block, turn++) {
    if (turn % blocksBetweenPauses === 0) {
      on.progress(from, rows);
      await on.pause();
    }
    const to = Math.min(rows, from + block);
    for (let i = 0; i < size; i++) {
      for (let j = i + 1; j < size; j++) {
        const [a, b] = [centred[i], centred[j]];
        const key = i * size + j;
        if (!a.present && !b.present) products[key] += product(a.values, b.values, from, to);
        else {
          let sums = holes.get(key);
          if (!sums) holes.set(key, (sums = new Float64Array(6)));
          addSums(sums, a, b, from, to);
        }
      }
    }
  }
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    values[i * size + i] = 1;
    for (let j = i + 1; j < size; j++) {
      const sums = holes.get(i * size + j);
      const r = sums
        ? (ofSums(sums) ?? pearson(columns[i], columns[j]))
        : rows < 2
          ? NaN
          : limited(products[i * size + j] / (centred[i].size * centred[j].size));
      values[i * size + j] = values[j * size + i] = r;
    }
  }
  return values;
}

const limited = (r: number) => Math.max(-1, Math.min(1, r));

function centre(column: Float64Array): Centred {
  let n = 0;
  let sum = 0;
  let first = NaN;
  let varies = false;
  for (let i = 0; i < column.length; i++) {
    const value = column[i];
    if (value !== value) continue;
    if (n++ === 0) first = value;
    else if (value !== first) varies = true;
    sum += value - first;
  }
  const mean = first + sum / n;
  const values = new Float64Array(column.length);
  const present = n < column.length ? new Float64Array(column.length) : null;
  // A second pass takes back what the sum lost to rounding.
  let lost = 0;
  for (let i = 0; i < column.length; i++) {
    const value = column[i];
    if (value !== value) continue;
    if (present) present[i] = 1;
    values[i] = value - mean;
    lost += values[i];
  }
  lost /= n;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    if (present && present[i] === 0) continue;
    values[i] -= lost;
    squares += values[i] * values[i];
  }
  return { values, present, size: varies && squares > 0 ? Math.sqrt(squares) : NaN };
}

/** Four sums side by side: a processor adds them at once. */
function product(a: Float64Array, b: Float64Array, from: number, to: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let i = from;
  for (; i + 3 < to; i += 4) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
    s2 += a[i + 2] * b[i + 2];
    s3 += a[i + 3] * b[i + 3];
  }
  for (; i < to; i++) s0 += a[i] * b[i];
  return s0 + s1 + (s2 + s3);
}

/** Adds n, sum x, sum y, sum x^2, sum y^2 and sum x y over the rows where both are present. */
function addSums(sums: Float64Array, a: Centred, b: Centred, from: number, to: number): void {
  const [x, y] = [a.values, b.values];
  const [p, q] = [a.present, b.present];
  let [n, sx, sy, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  for (let i = from; i < to; i++) {
    const inX = p ? p[i] : 1;
    const inY = q ? q[i] : 1;
    n += inX * inY;
    sx += x[i] * inY;
    sy += y[i] * inX;
    xx += x[i] * x[i] * inY;
    yy += y[i] * y[i] * inX;
    xy += x[i] * y[i];
  }
  sums[0] += n;
  sums[1] += sx;
  sums[2] += sy;
  sums[3] += xx;
  sums[4] += yy;
  sums[5] += xy;
}

/** Null where rounding would decide. */
function ofSums([n, sx, sy, xx, yy, xy]: Float64Array): number | null {
  if (n < 2) return NaN;
  const vx = xx - (sx * sx) / n;
  const vy = yy - (sy * sy) / n;
  if (!(vx > least * xx && vy > least * yy)) return null;
  return limited((xy - (sx * sy) / n) / (Math.sqrt(vx) * Math.sqrt(vy)));
}
