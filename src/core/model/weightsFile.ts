// Weights as a file. Layout, little-endian: the magic bytes `TLW1`; the header's length in bytes (uint32); the header,
// UTF-8 JSON padded with spaces to a multiple of 4; then the float32 values of all weights in the header's order.
// Header: { "weights": [{ "name": "h1/kernel", "length": 64 }, ...], "meta": {...} }. Equal input gives equal bytes.
import { TablabError } from '../errors/error';
import type { Weights } from './spec';

export type WeightsMeta = Readonly<Record<string, unknown>>;

const magic = [0x54, 0x4c, 0x57, 0x31];
const preamble = 8;

/** Weights in order of name, with plain JSON data about them. */
export function encodeWeights(weights: Weights, meta: WeightsMeta): Uint8Array<ArrayBuffer> {
  const entries = [...weights].sort(([a], [b]) => (a < b ? -1 : 1));
  const list = entries.map(([name, values]) => ({ name, length: values.length }));
  const json = JSON.stringify({ weights: list, meta });
  const text = new TextEncoder().encode(json);
  const headerLength = Math.ceil(text.length / 4) * 4;
  const total = entries.reduce((sum, [, values]) => sum + values.length, 0);
  const bytes = new Uint8Array(preamble + headerLength + 4 * total);
  bytes.set(magic);
  const view = new DataView(bytes.buffer);
  view.setUint32(4, headerLength, true);
  bytes.fill(0x20, preamble, preamble + headerLength);
  bytes.set(text, preamble);
  let offset = preamble + headerLength;
  for (const [, values] of entries) {
    for (const value of values) {
      view.setFloat32(offset, value, true);
      offset += 4;
    }
  }
  return bytes;
}

/** The weights and data back. Throws `weights-file-broken`. */
export function decodeWeights(bytes: Uint8Array): { weights: Map<string, Float32Array>; meta: WeightsMeta } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < preamble || magic.some((byte, i) => bytes[i] !== byte)) throw broken('it is not a weights file');
  const headerLength = view.getUint32(4, true);
  if (preamble + headerLength > bytes.length) throw broken('it was cut short');
  const header = parseHeader(bytes.subarray(preamble, preamble + headerLength));
  const weights = new Map<string, Float32Array>();
  let offset = preamble + headerLength;
  for (const { name, length } of header.weights) {
    if (offset + 4 * length > bytes.length) throw broken('it was cut short');
    const values = new Float32Array(length);
    for (let i = 0; i < length; i++, offset += 4) values[i] = view.getFloat32(offset, true);
    weights.set(name, values);
  }
  return { weights, meta: header.meta };
}

interface Header {
  readonly weights: readonly { readonly name: string; readonly length: number }[];
  readonly meta: WeightsMeta;
}

function parseHeader(bytes: Uint8Array): Header {
  let header: Partial<Header>;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Partial<Header>;
  } catch (error) {
    throw broken('its header cannot be read', error);
  }
  const { weights, meta } = header;
  const sound =
    Array.isArray(weights) &&
    weights.every(
      (w: Partial<Header['weights'][number]>) =>
        typeof w.name === 'string' && Number.isSafeInteger(w.length) && w.length! >= 0,
    );
  if (!sound || typeof meta !== 'object' || meta === null) throw broken('its header cannot be read');
  return { weights, meta };
}

const broken = (reason: string, cause?: unknown) => new TablabError('weights-file-broken', { reason }, { cause });
