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
  const rowOf = new Map<number, number>();
  const columnOf = new Map<number, number>();
  const cellOf = new Map<number, { row: number; column: number; count: number }>();
  const rows: number[] = [];
  const columns: number[] = [];
  let n = 0;
  for (let i = 0; i < a.length; i++) {
    if (a[i] < 0 || b[i] < 0) continue;
    n++;
    const row = place(rowOf, a[i], rows);
    const column = place(columnOf, b[i], columns);
    rows[row]++;
    columns[column]++;
    const key = row * 4294967296 + column;
    const cell = cellOf.get(key);
    if (cell) cell.count++;
    else cellOf.set(key, { row, column, count: 1 });
  }
  return { n, rows: Float64Array.from(rows), columns: Float64Array.from(columns), cells: [...cellOf.values()] };
}

function place(known: Map<number, number>, code: number, counts: number[]): number {
  const old = known.get(code);
  if (old !== undefined) return old;
  known.set(code, counts.length);
  counts.push(0);
  return counts.length - 1;
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
  const sums = new Map<number, { count: number; sum: number }>();
  let n = 0;
  let total = 0;
  for (let i = 0; i < codes.length; i++) {
    if (codes[i] < 0 || values[i] !== values[i]) continue;
    const group = sums.get(codes[i]) ?? { count: 0, sum: 0 };
    group.count++;
    group.sum += values[i];
    sums.set(codes[i], group);
    n++;
    total += values[i];
  }
  const mean = total / n;
  let within = 0;
  let between = 0;
  for (const { count, sum } of sums.values()) between += count * (sum / count - mean) * (sum / count - mean);
  for (let i = 0; i < codes.length; i++) {
    const group = sums.get(codes[i]);
    if (!group || values[i] !== values[i]) continue;
    const d = values[i] - group.sum / group.count;
    within += d * d;
  }
  const spread = between + within;
  return n > 1 && sums.size > 1 && spread > 0 ? Math.sqrt(between / spread) : NaN;
}
