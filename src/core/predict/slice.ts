// Rows of a table one after the other, without copying: what is predicted at once.
import type { Column, ColumnData, Table } from '../table/types';
import type { Wanted } from './profile';

/** Rows `start` to `end`, the end not included. Dictionaries stay whole. */
export const sliceTable = ({ columns }: Table, start: number, end: number): Table => ({
  rows: end - start,
  columns: columns.map((column) => ({ ...column, data: sliceData(column.data, start, end) })),
});

function sliceData(data: ColumnData, start: number, end: number): ColumnData {
  if (data.kind === 'number') return { kind: 'number', values: data.values.subarray(start, end) };
  if (data.kind === 'dict') return { ...data, codes: data.codes.subarray(start, end) };
  const [height, width, channels] = data.shape;
  const size = height * width * channels;
  return { ...data, pixels: data.pixels.subarray(start * size, end * size) };
}

/** A column without any value; of images, black ones. */
export function emptyColumn(
  { name, type, kind, shape }: Pick<Wanted, 'name' | 'type' | 'kind' | 'shape'>,
  rows: number,
): Column {
  if (kind === 'number') return { name, type, data: { kind, values: new Float64Array(rows).fill(NaN) } };
  if (kind === 'dict') return { name, type, data: { kind, codes: new Int32Array(rows).fill(-1), dictionary: [] } };
  const [height, width, channels] = shape!;
  return { name, type, data: { kind, pixels: new Uint8Array(rows * height * width * channels), shape: shape! } };
}
