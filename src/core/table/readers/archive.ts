// The directory of a zip archive and its entries as sources. Reading the directory first shows bombs and passwords
// before anything is unpacked (APPNOTE.TXT 6.3, sections 4.3 to 4.5); unpacking then holds each entry to its word.
import { TablabError } from '../../errors/error';
import type { ByteSource } from '../source';

export const zipLimits = {
  entries: 200_000,
  /** Bytes of all entries together, unpacked. */
  total: 2e9,
  /** Unpacked by packed; deflate cannot exceed about 1030. Tables of text stay far below. */
  ratio: 200,
  /** The ratio is looked at beyond this many unpacked bytes. */
  ratioFrom: 20e6,
} as const;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const longestComment = 0xffff;
const chunkSize = 1 << 20;

/** A source that can be read anywhere. */
export type Seekable = ByteSource & Required<Pick<ByteSource, 'slice'>> & { readonly size: number };

const unreadable = (name: string, reason: string, cause?: unknown) =>
  new TablabError('file-unreadable', { name, format: 'zip', reason }, { cause });

/** Entries that hold files. Throws `archive-too-large`, `file-password` or `file-unreadable`. */
export async function openArchive(source: Seekable): Promise<ByteSource[]> {
  const entries = await readDirectory(source);
  const refuse = (reason: string) => new TablabError('archive-too-large', { name: source.name, reason });
  const files = entries.filter(({ name }) => !name.endsWith('/') && !/(?:^|\/)(?:__MACOSX\/|\.)/.test(name));
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const packed = files.reduce((sum, entry) => sum + entry.packed, 0);
  if (total > zipLimits.total) throw refuse(`it would unpack to ${(total / 1e9).toPrecision(3)} GB`);
  if (total > zipLimits.ratioFrom && total > zipLimits.ratio * Math.min(packed, source.size)) {
    throw refuse('it would unpack to more than 200 times its size, as zip bombs do');
  }
  if (files.some(({ encrypted }) => encrypted)) throw new TablabError('file-password', { name: source.name });
  return files.map((entry) => entrySource(source, entry));
}

async function readDirectory(source: Seekable): Promise<Entry[]> {
  const tailStart = Math.max(0, source.size - 22 - longestComment);
  const tail = viewOf(await source.slice(tailStart, source.size));
  let at = tail.byteLength - 22;
  while (at >= 0 && tail.getUint32(at, true) !== endSignature) at--;
  if (at < 0) throw unreadable(source.name, 'its directory is missing, so it is damaged or incomplete');
  const count = tail.getUint16(at + 10, true);
  const length = tail.getUint32(at + 12, true);
  const start = tail.getUint32(at + 16, true);
  if (count === 0xffff || start === 0xffffffff) {
    throw new TablabError('archive-too-large', { name: source.name, reason: 'it has more than 65,534 files or 4 GB' });
  }
  if (start + length > source.size) throw unreadable(source.name, 'its directory lies beyond its end');
  return parseDirectory(source.name, await source.slice(start, start + length), count);
}

function parseDirectory(archive: string, bytes: Uint8Array, count: number): Entry[] {
  const view = viewOf(bytes);
  const entries: Entry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== entrySignature) {
      throw unreadable(archive, 'its directory is damaged');
    }
    const flags = view.getUint16(at + 8, true);
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder(flags & 0x800 ? 'utf-8' : 'windows-1252').decode(
      bytes.subarray(at + 46, at + 46 + nameLength),
    );
    entries.push({
      name: name.replaceAll('\\', '/'),
      encrypted: (flags & 1) !== 0,
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function entrySource(archive: Seekable, entry: Entry): ByteSource {
  const { name, size, method } = entry;
  const damaged = (cause?: unknown) => unreadable(archive.name, `the entry "${name}" is damaged`, cause);
  return {
    name,
    size,
    async *chunks() {
      if (method !== 0 && method !== 8) {
        throw unreadable(archive.name, `the entry "${name}" uses the unknown compression ${method}`);
      }
      const header = viewOf(await archive.slice(entry.offset, entry.offset + 30));
      if (header.byteLength < 30 || header.getUint32(0, true) !== 0x04034b50) throw damaged();
      const start = entry.offset + 30 + header.getUint16(26, true) + header.getUint16(28, true);
      let total = 0;
      for await (const chunk of unpack(archive, start, entry, damaged)) {
        total += chunk.length;
        // More than the directory says is either damage or a trick.
        if (total > size) throw damaged();
        yield chunk;
      }
      if (total !== size) throw damaged();
    },
  };
}

async function* unpack(
  archive: Seekable,
  start: number,
  { packed, method }: Entry,
  damaged: (cause?: unknown) => TablabError,
): AsyncGenerator<Uint8Array> {
  const { Inflate } = await import('fflate');
  const ready: Uint8Array[] = [];
  const inflate = new Inflate((chunk) => {
    if (chunk.length > 0) ready.push(chunk);
  });
  for (let at = 0; at < packed; at += chunkSize) {
    const end = Math.min(packed, at + chunkSize);
    const chunk = await archive.slice(start + at, start + end);
    if (method === 0) yield chunk;
    else {
      try {
        inflate.push(chunk, end === packed);
      } catch (error) {
        throw damaged(error);
      }
      yield* ready.splice(0);
    }
  }
}
