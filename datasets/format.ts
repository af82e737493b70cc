// The compact file of a bundled data set: a JSON header, then one block of bytes per column, deflated as a whole.
// Numbers with few distinct values are stored as indexes into a sorted list of them, which shrinks delays, times
// and distances to a byte or two a row. Only our own build writes this format; people's files have other readers.
import type { Column, ColumnData, ColumnType, Table } from '$core/table/types';

interface PackedColumn {
  name: string;
  type: ColumnType;
  kind: ColumnData['kind'];
  /** Bytes per row of a code. */
  width?: 1 | 2 | 4;
  /** Length of the list of distinct numbers; left out: plain float64. */
  distinct?: number;
  dictionary?: readonly string[];
  shape?: readonly [number, number, number];
}
interface Header {
  rows: number;
  columns: PackedColumn[];
}

const widthFor = (count: number): 1 | 2 | 4 => (count <= 0x100 ? 1 : count <= 0x10000 ? 2 : 4);
const bytesOf = (view: ArrayBufferView<ArrayBuffer>) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

function narrow(codes: ArrayLike<number>, width: 1 | 2 | 4): Uint8Array {
  return bytesOf(
    width === 1 ? Uint8Array.from(codes) : width === 2 ? Uint16Array.from(codes) : Uint32Array.from(codes),
  );
}

function packColumn({ name, type, data }: Column): { header: PackedColumn; blocks: Uint8Array[] } {
  if (data.kind === 'image') {
    return { header: { name, type, kind: 'image', shape: data.shape }, blocks: [data.pixels] };
  }
  if (data.kind === 'dict') {
    const width = widthFor(data.dictionary.length + 1);
    const shifted = data.codes.map((code) => code + 1);
    return {
      header: { name, type, kind: 'dict', width, dictionary: data.dictionary },
      blocks: [narrow(shifted, width)],
    };
  }
  const distinct = Float64Array.from(new Set(data.values)).sort();
  const width = widthFor(distinct.length);
  if (width === 4) return { header: { name, type, kind: 'number' }, blocks: [bytesOf(data.values.slice())] };
  const indexOf = new Map(Array.from(distinct, (value, i) => [value, i]));
  const codes = Array.from(data.values, (value) => indexOf.get(value)!);
  const header: PackedColumn = { name, type, kind: 'number', width, distinct: distinct.length };
  return { header, blocks: [bytesOf(distinct), narrow(codes, width)] };
}

/** The file's bytes before compression. */
export function pack(table: Table): Uint8Array<ArrayBuffer> {
  const packed = table.columns.map(packColumn);
  const header: Header = { rows: table.rows, columns: packed.map((column) => column.header) };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const parts = [bytesOf(Uint32Array.of(text.length)), text, ...packed.flatMap((column) => column.blocks)];
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** The table of an uncompressed file. */
export function unpack(bytes: Uint8Array): Table {
  let at = 0;
  // A copy, because a block may start at an offset that typed arrays wider than a byte do not accept.
  const take = (length: number) => bytes.slice(at, (at += length)).buffer as ArrayBuffer;
  const [headerLength] = new Uint32Array(take(4));
  const { rows, columns } = JSON.parse(new TextDecoder().decode(take(headerLength))) as Header;
  const codes = (width: 1 | 2 | 4 = 1) =>
    width === 1
      ? new Uint8Array(take(rows))
      : width === 2
        ? new Uint16Array(take(2 * rows))
        : new Uint32Array(take(4 * rows));
  const dataOf = (column: PackedColumn): ColumnData => {
    if (column.kind === 'image') {
      const shape = column.shape!;
      return { kind: 'image', pixels: new Uint8Array(take(rows * shape[0] * shape[1] * shape[2])), shape };
    }
    if (column.kind === 'dict') {
      const shifted = codes(column.width);
      return { kind: 'dict', codes: Int32Array.from(shifted, (code) => code - 1), dictionary: column.dictionary! };
    }
    if (column.distinct === undefined) return { kind: 'number', values: new Float64Array(take(8 * rows)) };
    const distinct = new Float64Array(take(8 * column.distinct));
    return { kind: 'number', values: Float64Array.from(codes(column.width), (code) => distinct[code]) };
  };
  return { rows, columns: columns.map((column) => ({ name: column.name, type: column.type, data: dataOf(column) })) };
}
