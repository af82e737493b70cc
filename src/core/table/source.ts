// Where bytes come from, without saying how: a file of a person, a downloaded body, text that was pasted, an entry of
// an archive. Readers see only this, so they run in a worker and in Node alike.
import { TablabError } from '../errors/error';

export interface ByteSource {
  /** File name, with the folder when it came from one: `cats/001.png`. */
  readonly name: string;
  /** Bytes; null while unknown (a stream that is decompressed). */
  readonly size: number | null;
  /** All bytes from the start, in order. May be called again. A chunk may be reused by the source after the next. */
  chunks(): AsyncIterable<Uint8Array>;
  /** Bytes from `start` up to `end`, for formats that jump. Left out where only streaming works. */
  slice?(start: number, end: number): Promise<Uint8Array>;
}

const chunkSize = 1 << 20;

/** Bytes in memory as a source. */
export function memorySource(name: string, bytes: Uint8Array): ByteSource & Required<Pick<ByteSource, 'slice'>> {
  return {
    name,
    size: bytes.length,
    async *chunks() {
      for (let at = 0; at < bytes.length; at += chunkSize) yield bytes.subarray(at, at + chunkSize);
    },
    slice: (start, end) => Promise.resolve(bytes.subarray(start, end)),
  };
}

/** The first bytes, at most `count`. */
export async function readHead(source: ByteSource, count: number): Promise<Uint8Array> {
  if (source.slice && source.size !== null) return source.slice(0, Math.min(count, source.size));
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source.chunks()) {
    parts.push(chunk.slice());
    length += chunk.length;
    if (length >= count) break;
  }
  return concatBytes(parts, length).subarray(0, count);
}

/** All bytes. Throws `file-too-large` beyond `limit` bytes, before holding more than that. */
export async function readAll(source: ByteSource, limit: number): Promise<Uint8Array> {
  if (source.size !== null && source.size > limit) throw tooLarge(source.name, source.size, limit);
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source.chunks()) {
    parts.push(chunk.slice());
    length += chunk.length;
    if (length > limit) throw tooLarge(source.name, length, limit);
  }
  return parts.length === 1 ? parts[0] : concatBytes(parts, length);
}

export const tooLarge = (name: string, size: number, limit: number): TablabError =>
  new TablabError('file-too-large', { name, size: gigabytes(size), limit: gigabytes(limit) });

const gigabytes = (bytes: number) =>
  bytes >= 1e9 ? `${Number((bytes / 1e9).toPrecision(3))} GB` : `${Math.ceil(bytes / 1e6)} MB`;

export function concatBytes(parts: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
