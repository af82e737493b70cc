// The identity of a data set: SHA-256 over its canonical content, so that a link can name it and another device can
// check it. The layout is in docs/data-formats.md and never changes under the same number.
// All machines that run browsers are little-endian, so typed arrays already are the canonical bytes.
import type { ColumnData, ColumnType } from './types';

const layout = 1;

/** SHA-256 as lower-case hex. The bytes must not lie in a SharedArrayBuffer, which the platform does not hash. */
export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
  let hex = '';
  for (const byte of digest) hex += byte.toString(16).padStart(2, '0');
  return hex;
}

const sha256Json = (value: unknown) => sha256Hex(new TextEncoder().encode(JSON.stringify(value)));

const bytesOf = (view: ArrayBufferView) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

/** The values with every NaN as 0x7ff8000000000000 and no negative zero; the same array when it already is so. */
function canonicalNumbers(values: Float64Array): Float64Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  let copy: Float64Array | undefined;
  let copyWords: Uint32Array | undefined;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const odd =
      value !== value ? words[2 * i + 1] !== 0x7ff80000 || words[2 * i] !== 0 : value === 0 && words[2 * i + 1] !== 0;
    if (!odd) continue;
    if (!copy) {
      copy = values.slice();
      copyWords = new Uint32Array(copy.buffer);
    }
    copyWords![2 * i] = 0;
    copyWords![2 * i + 1] = value === 0 ? 0 : 0x7ff80000;
  }
  return copy ?? values;
}

/** Hash of a column's content, whatever it is called and taken for. */
export async function columnSha256(data: ColumnData): Promise<string> {
  switch (data.kind) {
    case 'number':
      return sha256Json({ layout, kind: 'number', values: await sha256Hex(bytesOf(canonicalNumbers(data.values))) });
    case 'dict':
      return sha256Json({
        layout,
        kind: 'dict',
        dictionary: await sha256Json(data.dictionary),
        codes: await sha256Hex(bytesOf(data.codes)),
      });
    case 'image':
      return sha256Json({ layout, kind: 'image', shape: data.shape, pixels: await sha256Hex(data.pixels) });
  }
}

/** Hash of a data set, from its columns' hashes, names, types and order. */
export function tableSha256(
  rows: number,
  columns: readonly { readonly name: string; readonly type: ColumnType; readonly sha256: string }[],
): Promise<string> {
  return sha256Json({ layout, rows, columns: columns.map(({ name, type, sha256 }) => ({ name, type, sha256 })) });
}
