// Short ways to make columns, shared by generators and by the packing of bundled sets.
import type { Column, ColumnType, Table } from '$core/table/types';

export function numbers(name: string, values: ArrayLike<number>, type: ColumnType = 'numeric'): Column {
  return { name, type, data: { kind: 'number', values: Float64Array.from(values) } };
}

/** A dictionary column; null marks a missing value. The dictionary is in order of first occurrence. */
export function strings(name: string, values: readonly (string | null)[], type: ColumnType = 'categorical'): Column {
  const index = new Map<string, number>();
  const codes = Int32Array.from(values, (value) => {
    if (value === null) return -1;
    const known = index.get(value);
    if (known !== undefined) return known;
    index.set(value, index.size);
    return index.size - 1;
  });
  return { name, type, data: { kind: 'dict', codes, dictionary: [...index.keys()] } };
}

/** Yes-or-no values as 0 and 1; NaN marks a missing value. */
export const booleans = (name: string, values: ArrayLike<number>): Column => numbers(name, values, 'boolean');

export function tableOf(columns: readonly Column[]): Table {
  const { data } = columns[0];
  const rows =
    data.kind === 'number'
      ? data.values.length
      : data.kind === 'dict'
        ? data.codes.length
        : data.pixels.length / (data.shape[0] * data.shape[1] * data.shape[2]);
  return { rows, columns };
}
