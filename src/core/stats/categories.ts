// Association where a side is categorical, over the rows where both are present. Codes below 0 are missing.
// Cramer's V with the bias correction of Bergsma 2013; the correlation ratio eta (Fisher 1925).

/** Counts of pairs of codes, without empty rows and columns. */
export interface Contingency {
  readonly n: number;
  readonly rows: Float64Array;
  readonly columns: Float64Array;
  /** Occupied cells only. */
  readonly cells: readonly { readonly row: number; readonly column: number; readonly count: number }[];
}

export function contingency(a: Int32Array, b: Int32Array): Contingency {
  const [sizeA, sizeB] = [levelsIn(a), levelsIn(b)];
  const rowOf = new Int32Array(sizeA).fill(-1);
  const columnOf = new Int32Array(sizeB).fill(-1);
  // A table of all pairs where that is small, else only of those that occur.
  const dense = sizeA * sizeB <= mostDense ? new Int32Array(sizeA * sizeB).fill(-1) : null;
  const sparse = new Map<number, number>();
  const rows: number[] = [];
  const columns: number[] = [];
  const cells: { row: number; column: number; count: number }[] = [];
  let n = 0;
  for (let i = 0; i < a.length; i++) {
    if (a[i] < 0 || b[i] < 0) continue;
    n++;
    if (rowOf[a[i]] < 0) rowOf[a[i]] = rows.push(0) - 1;
    if (columnOf[b[i]] < 0) columnOf[b[i]] = columns.push(0) - 1;
    const row = rowOf[a[i]];
    const column = columnOf[b[i]];
    rows[row]++;
    columns[column]++;
    const key = a[i] * sizeB + b[i];
    const place = dense ? dense[key] : (sparse.get(key) ?? -1);
    if (place >= 0) {
      cells[place].count++;
      continue;
    }
    const fresh = cells.push({ row, column, count: 1 }) - 1;
    if (dense) dense[key] = fresh;
    else sparse.set(key, fresh);
  }
  return { n, rows: Float64Array.from(rows), columns: Float64Array.from(columns), cells };
}

const mostDense = 1_000_000;

/** One more than the largest code. */
function levelsIn(codes: Int32Array): number {
  let most = -1;
  for (let i = 0; i < codes.length; i++) if (codes[i] > most) most = codes[i];
  return most + 1;
}

/** Pearson's chi-squared, without continuity correction: n (sum of o^2 / (r c) - 1). */
export function chiSquared({ n, rows, columns, cells }: Contingency): number {
  let sum = 0;
  for (const { row, column, count } of cells) sum += (count * count) / (rows[row] * columns[column]);
  return Math.max(0, n * (sum - 1));
}

/** 0 to 1; NaN when a side has one value only. */
export function cramersV(a: Int32Array, b: Int32Array): number {
  const table = contingency(a, b);
  const { n } = table;
  const r = table.rows.length;
  const k = table.columns.length;
  if (n < 2 || r < 2 || k < 2) return NaN;
  const phi2 = Math.max(0, chiSquared(table) / n - ((k - 1) * (r - 1)) / (n - 1));
  const rowsLeft = r - ((r - 1) * (r - 1)) / (n - 1);
  const columnsLeft = k - ((k - 1) * (k - 1)) / (n - 1);
  const most = Math.min(rowsLeft, columnsLeft) - 1;
  return most > 0 ? Math.min(1, Math.sqrt(phi2 / most)) : NaN;
}

/** Share of a number's spread that lies between the categories, as a root: 0 to 1. NaN without spread. */
export function correlationRatio(codes: Int32Array, values: Float64Array): number {
  const groupOf = new Int32Array(levelsIn(codes)).fill(-1);
  const counts: number[] = [];
  const sums: number[] = [];
  let n = 0;
  let total = 0;
  for (let i = 0; i < codes.length; i++) {
    if (codes[i] < 0 || values[i] !== values[i]) continue;
    if (groupOf[codes[i]] < 0) {
      groupOf[codes[i]] = counts.push(0) - 1;
      sums.push(0);
    }
    const group = groupOf[codes[i]];
    counts[group]++;
    sums[group] += values[i];
    n++;
    total += values[i];
  }
  const mean = total / n;
  let within = 0;
  let between = 0;
  for (const [group, count] of counts.entries()) {
    between += count * (sums[group] / count - mean) * (sums[group] / count - mean);
  }
  for (let i = 0; i < codes.length; i++) {
    if (codes[i] < 0 || values[i] !== values[i]) continue;
    const group = groupOf[codes[i]];
    const d = values[i] - sums[group] / counts[group];
    within += d * d;
  }
  const spread = between + within;
  return n > 1 && sums.length > 1 && spread > 0 ? Math.sqrt(between / spread) : NaN;
}
