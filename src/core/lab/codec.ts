// Labs as text: share links and .json files. A link is
//   #v1. base64url( deflate(canonical JSON of the lab, preset dictionary) ++ CRC-32 of that JSON, big-endian )
// What a stranger sends is never trusted: lengths are capped while inflating, and everything is validated.
import { TablabError } from '../errors/error';
import { fromBase64Url, toBase64Url } from './base64url';
import { canonicalJson } from './canonical';
import { crc32 } from './crc32';
import type { Lab } from './document';
import { linkDictionary } from './linkDictionary';
import { parseLab } from './validate';

const prefix = '#v1.';
/** Chat tools cut URLs at about this many characters: beyond it, offer a file. */
export const linkLimit = 2000;
/** No honest lab comes near this, inflated. */
export const maxLabBytes = 10 * 1024 * 1024;

const dictionary = () => new TextEncoder().encode(linkDictionary);

/** The part of a share link from `#` on. The lab is taken as valid. */
export async function encodeLink(lab: Lab): Promise<string> {
  const { deflateSync } = await import('fflate');
  const json = new TextEncoder().encode(canonicalJson(lab));
  const packed = deflateSync(json, { level: 9, mem: 9, dictionary: dictionary() });
  const bytes = new Uint8Array(packed.length + 4);
  bytes.set(packed);
  new DataView(bytes.buffer).setUint32(packed.length, crc32(json));
  return prefix + toBase64Url(bytes);
}

/** Whether a URL or fragment looks like it carries a lab of any version. */
export const isLink = (text: string): boolean => /#v\d+\./.test(text);

/** The lab of a share link: a whole URL or its fragment. Throws `link-*` and what parseLab throws. */
export async function decodeLink(text: string): Promise<Lab> {
  const found = /#v(\d+)\.(.*)$/s.exec(text.trim());
  if (!found) throw new TablabError('link-not-lab');
  const [, version, body] = found;
  if (version !== '1') throw new TablabError('link-newer', { version: `v${version.slice(0, 9)}` });
  const bytes = fromBase64Url(body);
  if (!bytes || bytes.length < 5) throw new TablabError('link-cut');
  const json = await inflateCapped(bytes.subarray(0, -4), maxLabBytes);
  if (crc32(json) !== new DataView(bytes.buffer).getUint32(bytes.length - 4)) throw new TablabError('link-cut');
  return labFromText(decodeUtf8(json));
}

/** Inflates with the link dictionary; stops as soon as more than `limit` bytes come out. */
async function inflateCapped(packed: Uint8Array, limit: number): Promise<Uint8Array> {
  const { Inflate } = await import('fflate');
  const parts: Uint8Array[] = [];
  let size = 0;
  const stream = new Inflate({ dictionary: dictionary() }, (part) => {
    size += part.length;
    if (size > limit) throw tooLarge();
    parts.push(part);
  });
  try {
    // Small pieces, since one byte can stand for a thousand: at most 1 MB comes out between two looks at the size.
    for (let at = 0; at < packed.length; at += 1024) {
      stream.push(packed.subarray(at, at + 1024), at + 1024 >= packed.length);
    }
  } catch (error) {
    if (error instanceof TablabError) throw error;
    throw new TablabError('link-cut', {}, { cause: error });
  }
  const out = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const tooLarge = () => new TablabError('lab-too-large', { limit: '10 MB' });

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new TablabError('link-cut', {}, { cause: error });
  }
}

/** A lab as a readable .json file. */
export const labToText = (lab: Lab): string => `${JSON.stringify(lab, null, 2)}\n`;

/** The lab of a .json file's text. Throws `lab-too-large`, `lab-not-json` and what parseLab throws. */
export function labFromText(text: string): Lab {
  if (text.length > maxLabBytes) throw tooLarge();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new TablabError('lab-not-json', {}, { cause: error });
  }
  return parseLab(value);
}
