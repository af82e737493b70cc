// IDX, the format of the MNIST files (http://yann.lecun.com/exdb/mnist): big-endian, a magic number with type and
// number of dimensions, their sizes, then the values. Images and their labels come as two files.
import { TablabError } from '../../errors/error';
import { Strings } from '../builders';
import { inferNumbers } from '../infer';
import { readAll, type ByteSource } from '../source';
import type { Column } from '../types';
import { baseName, type ReadContext, type Reader, type ReadResult } from './reader';

const limit = 1e9;

interface Idx {
  readonly name: string;
  readonly type: number;
  readonly dims: readonly number[];
  readonly values: DataView;
}
const widths: Readonly<Record<number, number>> = { 8: 1, 9: 1, 11: 2, 12: 4, 13: 4, 14: 8 };

function parse(name: string, bytes: Uint8Array): Idx {
  const [, , type, count] = bytes;
  const header = 4 + 4 * count;
  const truncated = (expected: number) => new TablabError('file-truncated', { name, expected, got: bytes.length });
  if (bytes.length < header) throw truncated(header);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dims = Array.from({ length: count }, (_, i) => view.getUint32(4 + 4 * i));
  const expected = header + dims.reduce((product, size) => product * size, widths[type]);
  if (bytes.length < expected) throw truncated(expected);
  return { name, type, dims, values: new DataView(bytes.buffer, bytes.byteOffset + header, expected - header) };
}

function readNumber({ type, values }: Idx, index: number): number {
  switch (type) {
    case 8:
      return values.getUint8(index);
    case 9:
      return values.getInt8(index);
    case 11:
      return values.getInt16(2 * index);
    case 12:
      return values.getInt32(4 * index);
    case 13:
      return values.getFloat32(4 * index);
    default:
      return values.getFloat64(8 * index);
  }
}

async function readIdx(sources: readonly ByteSource[], context: ReadContext): Promise<ReadResult> {
  const parts: Idx[] = [];
  for (const source of sources) {
    parts.push(parse(baseName(source.name), await readAll(source, limit)));
    context.progress('reading', parts.length, sources.length);
    await context.pause();
  }
  const labels = parts.filter(({ dims }) => dims.length === 1);
  const bodies = parts.filter(({ dims }) => dims.length > 1);
  if (bodies.length > 1 || labels.length > 1) {
    const reason = 'they must be one file of images and one of labels';
    throw new TablabError('files-mixed', { count: parts.length, reason });
  }
  if (bodies.length === 1 && labels.length === 1 && bodies[0].dims[0] !== labels[0].dims[0]) {
    throw new TablabError('idx-mismatch', {
      images: bodies[0].name,
      imageCount: bodies[0].dims[0],
      labels: labels[0].name,
      labelCount: labels[0].dims[0],
    });
  }
  const rows = parts[0].dims[0] ?? 0;
  if (rows === 0) throw new TablabError('table-empty', { name: parts[0].name });
  return { table: { rows, columns: [...bodies.flatMap(bodyColumns), ...labels.map(labelColumn)] }, notes: [] };
}

function labelColumn(idx: Idx): Column {
  const rows = idx.dims[0];
  if (idx.type >= 13) {
    const values = Float64Array.from({ length: rows }, (_, row) => readNumber(idx, row));
    return inferNumbers('label', { kind: 'number', values }).column;
  }
  const labels = new Strings();
  for (let row = 0; row < rows; row++) labels.push(String(readNumber(idx, row)));
  return { name: 'label', type: 'categorical', data: labels.finish() };
}

function bodyColumns(idx: Idx): Column[] {
  const [rows, height, width, channels = 1] = idx.dims;
  if (idx.type === 8 && idx.dims.length >= 3 && idx.dims.length <= 4 && [1, 3, 4].includes(channels)) {
    const { buffer, byteOffset, byteLength } = idx.values;
    const pixels = new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength).slice();
    return [{ name: 'image', type: 'image', data: { kind: 'image', pixels, shape: [height, width, channels] } }];
  }
  const size = idx.dims.slice(1).reduce((product, dim) => product * dim, 1);
  if (size > 20_000) throw new TablabError('too-many-columns', { name: idx.name, count: size, limit: 20_000 });
  return Array.from({ length: size }, (_, c) => {
    const values = Float64Array.from({ length: rows }, (_, row) => {
      const value = readNumber(idx, row * size + c);
      return value - value === 0 ? value : NaN;
    });
    return inferNumbers(`column_${c + 1}`, { kind: 'number', values }).column;
  });
}

/** Two zero bytes, a known type, one to four dimensions. */
export const isIdx = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 && bytes[0] === 0 && bytes[1] === 0 && bytes[2] in widths && bytes[3] >= 1 && bytes[3] <= 4;

export const idxReader: Reader = {
  format: 'idx',
  label: 'IDX',
  matches: ({ bytes }) => isIdx(bytes),
  limit,
  read: readIdx,
};
