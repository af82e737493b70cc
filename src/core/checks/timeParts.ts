// A moment written in several columns: year and month, with day and hour where there are any.
import type { Column } from '../table/types';

export interface TimeParts {
  readonly columns: readonly Column[];
  /** A number of each row that grows with its moment; NaN where a part is missing. */
  readonly times: Float64Array;
  /** Whether the rows already are in that order, so that their years with ties by row give it. */
  readonly sorted: boolean;
}

const parts = [
  { name: /^(?:year|yr)$/i, low: 1000, high: 2500, size: 1 },
  { name: /^(?:month|mo|mth)$/i, low: 1, high: 12, size: 12 },
  { name: /^(?:day|dom|mday|day_?of_?month)$/i, low: 1, high: 31, size: 31 },
  { name: /^(?:hour|hr)$/i, low: 0, high: 24, size: 25 },
] as const;

/** The parts of a table with at least year and month; null where there are none. */
export function timePartsOf(columns: readonly Column[]): TimeParts | null {
  const found: {
    readonly column: Column;
    readonly values: Float64Array;
    readonly low: number;
    readonly size: number;
  }[] = [];
  for (const { name, low, high, size } of parts) {
    const column = columns.find((one) => name.test(one.name) && one.data.kind === 'number');
    if (column?.data.kind !== 'number') break;
    const { values } = column.data;
    if (values.some((value) => value < low || value > high || value % 1 > 0)) break;
    found.push({ column, values, low, size });
  }
  if (found.length < 2) return null;
  const times = new Float64Array(found[0].values.length);
  for (const { values, low, size } of found)
    for (let row = 0; row < times.length; row++) times[row] = times[row] * size + values[row] - low;
  const sorted = times.every((time, row) => row === 0 || time >= times[row - 1]);
  return { columns: found.map(({ column }) => column), times, sorted };
}
