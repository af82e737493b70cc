// What is worth knowing of a column without loading it, and the description of a whole table.
import { columnSha256, tableSha256 } from './identity';
import type { Column, ColumnInfo, DictData, NumberData, Table } from './types';

const countLimit = 100_000;
const topLimit = 20;

/** Distinct present values, or null beyond `countLimit`. */
function countDistinct(values: Float64Array): number | null {
  const seen = new Set<number>();
  let last = NaN;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    // Sorted and constant stretches are common, and a comparison is cheaper than a look-up.
    if (value === last || value !== value) continue;
    last = value;
    seen.add(value);
    if (seen.size > countLimit) return null;
  }
  return seen.size;
}

function describeNumbers({ values }: NumberData) {
  let count = 0;
  let whole = true;
  let mean = 0;
  let m2 = 0;
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value !== value) continue;
    count++;
    if (whole && value !== Math.floor(value)) whole = false;
    // Welford's update: no cancellation for values far from zero, such as dates.
    const delta = value - mean;
    mean += delta / count;
    m2 += delta * (value - mean);
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const missing = values.length - count;
  const range = { min, max, mean, std: Math.sqrt(m2 / count) };
  return { missing, distinct: countDistinct(values), ...(count > 0 && { range, wholeNumbers: whole }) };
}

function describeDict({ codes, dictionary }: DictData) {
  const counts = new Uint32Array(dictionary.length);
  let missing = 0;
  for (let i = 0; i < codes.length; i++) {
    if (codes[i] < 0) missing++;
    else counts[codes[i]]++;
  }
  const top: { value: string; count: number }[] = [];
  for (let code = 0; code < counts.length; code++) {
    if (top.length === topLimit && counts[code] <= top[topLimit - 1].count) continue;
    let at = top.length;
    while (at > 0 && top[at - 1].count < counts[code]) at--;
    top.splice(at, 0, { value: dictionary[code], count: counts[code] });
    if (top.length > topLimit) top.pop();
  }
  return { missing, distinct: dictionary.length, top };
}

export async function describeColumn({ name, type, data }: Column): Promise<ColumnInfo> {
  // The platform hashes on a thread of its own, while this one counts.
  const hashing = columnSha256(data);
  const known =
    data.kind === 'number'
      ? describeNumbers(data)
      : data.kind === 'dict'
        ? describeDict(data)
        : { missing: 0, distinct: null, imageShape: data.shape };
  return { name, type, sha256: await hashing, ...known };
}

/** Identity and columns of a table. */
export async function describeTable(table: Table): Promise<{ sha256: string; columns: ColumnInfo[] }> {
  const columns: ColumnInfo[] = [];
  for (const column of table.columns) columns.push(await describeColumn(column));
  return { sha256: await tableSha256(table.rows, columns), columns };
}

/** Bytes of a table's arrays, and about what its dictionaries take. */
export function tableBytes(table: Table): number {
  let bytes = 0;
  for (const { data } of table.columns) {
    if (data.kind === 'number') bytes += data.values.byteLength;
    else if (data.kind === 'image') bytes += data.pixels.byteLength;
    else {
      bytes += data.codes.byteLength;
      for (const value of data.dictionary) bytes += value.length;
    }
  }
  return bytes;
}
