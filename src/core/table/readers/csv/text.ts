// From bytes to text: the encoding is found from the byte order mark or the first bytes, line ends become \n.
import type { ByteSource } from '../../source';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Thrown inside when a file that began as UTF-8 turns out not to be; the reader starts again in Latin-1. */
export class NotUtf8 extends Error {}

/** The encoding by byte order mark, by the pattern of zero bytes, or by what is not valid UTF-8. */
export function detectEncoding(head: Uint8Array): Encoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const length = Math.min(head.length, 4096) & ~1;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let i = 0; i < length; i += 2) {
    if (head[i] === 0) evenZeros++;
    if (head[i + 1] === 0) oddZeros++;
  }
  // Mostly ASCII in UTF-16: every other byte is zero.
  if (length >= 8 && oddZeros > 0.35 * length && evenZeros < 0.05 * length) return 'utf-16le';
  if (length >= 8 && evenZeros > 0.35 * length && oddZeros < 0.05 * length) return 'utf-16be';
  return isUtf8(head) ? 'utf-8' : 'windows-1252';
}

function isUtf8(head: Uint8Array): boolean {
  try {
    // stream: a character cut at the end of the sample is no fault.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** What the first bytes of a file that is not text look like, or null when they look like text. */
export function binaryKind(head: Uint8Array, encoding: Encoding): string | null {
  const starts = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte);
  if (starts(0x89, 0x50, 0x4e, 0x47) || starts(0xff, 0xd8, 0xff) || starts(0x47, 0x49, 0x46, 0x38)) return 'an image';
  if (starts(0x25, 0x50, 0x44, 0x46)) return 'a PDF';
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) return 'an old Excel workbook';
  if (starts(0x89, 0x48, 0x44, 0x46)) return 'an HDF5 file';
  if (starts(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59)) return 'a NumPy array';
  if (starts(0x53, 0x51, 0x4c, 0x69, 0x74, 0x65)) return 'an SQLite database';
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return null;
  const length = Math.min(head.length, 8192);
  let control = 0;
  for (let i = 0; i < length; i++) {
    if (head[i] === 0) return 'binary data';
    if (head[i] < 9 || (head[i] > 13 && head[i] < 32 && head[i] !== 27 && head[i] !== 26)) control++;
  }
  return control > 0.02 * length ? 'binary data' : null;
}

/** Whether the text is that of a web page, as a link to a page about a file gives it. */
export const isWebPage = (head: Uint8Array): boolean =>
  /^\s*(?:<!--[^]*?-->\s*)?<(?:!doctype html|html[\s>])/i.test(
    new TextDecoder('latin1').decode(head.subarray(0, 4096)),
  );

/** The text of a source in pieces, line ends as \n. Calls `on` with the bytes read so far. Throws NotUtf8. */
export async function* textOf(
  source: Pick<ByteSource, 'chunks'>,
  encoding: Encoding,
  on: (bytes: number) => Promise<void>,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: encoding === 'utf-8' });
  let bytes = 0;
  let heldReturn = false;
  const clean = (text: string, last: boolean) => {
    if (heldReturn) text = `\r${text}`;
    // A \r at the end may be the first half of \r\n.
    heldReturn = !last && text.endsWith('\r');
    if (heldReturn) text = text.slice(0, -1);
    return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  };
  for await (const chunk of source.chunks()) {
    bytes += chunk.length;
    const text = clean(decodeStep(decoder, chunk), false);
    await on(bytes);
    if (text !== '') yield text;
  }
  const rest = clean(decodeStep(decoder), true);
  if (rest !== '') yield rest;
}

function decodeStep(decoder: TextDecoder, chunk?: Uint8Array): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new NotUtf8();
    throw error;
  }
}
