// Looking at a table: rows as text, samples and histograms for charts, images as pixels on a screen.
import { detached } from './builders';
import type { Column, ColumnData } from './types';
import { dateText } from './values/dates';

/** Cells of rows start to start + count as people read them; null where missing. */
export function cellTexts({ type, data }: Column, start: number, count: number): (string | null)[] {
  const cells: (string | null)[] = [];
  const end = Math.min(start + count, lengthOf(data));
  for (let row = start; row < end; row++) cells.push(cellText(type, data, row));
  return cells;
}

/** One cell as people read it; null where missing. */
export function cellText(type: Column['type'], data: ColumnData, row: number): string | null {
  if (data.kind === 'image') return `${data.shape[1]} x ${data.shape[0]}`;
  if (data.kind === 'dict') {
    const code = data.codes[row];
    return code < 0 ? null : shortened(data.dictionary[code]);
  }
  const value = data.values[row];
  if (value !== value) return null;
  if (type === 'date') return dateText(value);
  if (type === 'boolean') return value ? 'true' : 'false';
  return String(value);
}

const shortened = (text: string) => (text.length > 200 ? `${detached(text.slice(0, 199))}…` : text);

const lengthOf = (data: ColumnData) =>
  data.kind === 'number'
    ? data.values.length
    : data.kind === 'dict'
      ? data.codes.length
      : data.pixels.length / (data.shape[0] * data.shape[1] * data.shape[2]);

/** The same of rows in any order. */
export const cellTextsAt = ({ type, data }: Column, rows: ArrayLike<number>): (string | null)[] =>
  Array.from(rows, (row) => cellText(type, data, row));

/** At most `limit` evenly spaced rows; the column itself where it has no more. */
export function sampleColumn(column: Column, limit: number): Column {
  const { name, type, data } = column;
  const rows = lengthOf(data);
  if (rows <= limit) return column;
  const count = limit;
  const rowAt = (i: number) => Math.floor((i * rows) / count);
  if (data.kind === 'number') {
    const values = new Float64Array(count);
    for (let i = 0; i < count; i++) values[i] = data.values[rowAt(i)];
    return { name, type, data: { kind: 'number', values } };
  }
  if (data.kind === 'dict') {
    const codes = new Int32Array(count);
    for (let i = 0; i < count; i++) codes[i] = data.codes[rowAt(i)];
    return { name, type, data: { kind: 'dict', codes, dictionary: data.dictionary } };
  }
  const size = data.shape[0] * data.shape[1] * data.shape[2];
  const pixels = new Uint8Array(count * size);
  for (let i = 0; i < count; i++) pixels.set(data.pixels.subarray(rowAt(i) * size, (rowAt(i) + 1) * size), i * size);
  return { name, type, data: { kind: 'image', pixels, shape: data.shape } };
}

/** Counts of present values in equal bins from the smallest to the largest, the last bin closed. */
export function histogramOf(values: Float64Array, bins: number): { edges: number[]; counts: number[] } {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min > max) return { edges: [], counts: [] };
  if (min === max)
    return { edges: [min, max], counts: [values.reduce((n, value) => n + (value === value ? 1 : 0), 0)] };
  const edges = Array.from({ length: bins + 1 }, (_, i) => (i === bins ? max : min + ((max - min) * i) / bins));
  const counts = new Array<number>(bins).fill(0);
  const scale = bins / (max - min);
  for (const value of values) {
    if (value === value) counts[Math.min(bins - 1, Math.floor((value - min) * scale))]++;
  }
  return { edges, counts };
}

/** One image as RGBA, grey images with three equal channels. */
export function rgbaOf(data: Extract<ColumnData, { kind: 'image' }>, row: number): Uint8ClampedArray<ArrayBuffer> {
  const [height, width, channels] = data.shape;
  const size = height * width * channels;
  const from = data.pixels.subarray(row * size, (row + 1) * size);
  const rgba = new Uint8ClampedArray(height * width * 4);
  for (let i = 0; i < height * width; i++) {
    for (let c = 0; c < 3; c++) rgba[4 * i + c] = from[i * channels + (channels >= 3 ? c : 0)];
    rgba[4 * i + 3] = channels === 4 ? from[i * channels + 3] : 255;
  }
  return rgba;
}
