// Whether a file that someone drops or opens is a lab, or data for one.

/** What a .tablab file begins with, under whatever name: see core/archive/write.ts. */
const archived = /^(labs\/\d+\/|datasets\/[0-9a-f]{64}\/|artifacts\/|manifest\.json)/;
/** A zip's first entry: its name begins after 30 bytes, two of which say how long it is. */
const nameAt = 30;
const nameLengthAt = 26;

/** Whether a file is meant as a lab; else it is data. A table in JSON is a list, a lab an object. */
export async function isLabFile(file: File): Promise<boolean> {
  if (/\.tablab$/i.test(file.name)) return true;
  const head = new Uint8Array(await file.slice(0, 512).arrayBuffer());
  const text = new TextDecoder().decode(head);
  if (!text.startsWith('PK')) return /\.json$/i.test(file.name) && !/^\s*\[/.test(text);
  if (head.length < nameAt) return false;
  const length = head[nameLengthAt] + 256 * head[nameLengthAt + 1];
  return archived.test(new TextDecoder().decode(head.subarray(nameAt, nameAt + length)));
}
