// Some rows of a column, in the order asked.
import type { Column, ColumnData } from './types';

export const gatherColumn = ({ name, type, data }: Column, rows: ArrayLike<number>): Column => ({
  name,
  type,
  data: gatherData(data, rows),
});

function gatherData(data: ColumnData, rows: ArrayLike<number>): ColumnData {
  if (data.kind === 'number') {
    const values = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = data.values[rows[i]];
    return { kind: 'number', values };
  }
  if (data.kind === 'dict') {
    const codes = new Int32Array(rows.length);
    for (let i = 0; i < rows.length; i++) codes[i] = data.codes[rows[i]];
    return { kind: 'dict', codes, dictionary: data.dictionary };
  }
  const size = data.shape[0] * data.shape[1] * data.shape[2];
  const pixels = new Uint8Array(rows.length * size);
  for (let i = 0; i < rows.length; i++)
    pixels.set(data.pixels.subarray(rows[i] * size, (rows[i] + 1) * size), i * size);
  return { kind: 'image', pixels, shape: data.shape };
}
