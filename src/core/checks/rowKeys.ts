// Rows that are equal in some columns, by hashing: FNV-1a over 32-bit words, twice with different bases, and a
// comparison of the values themselves, so that two rows called equal are.
import type { Column } from '../table/types';

/** For every row the first row that equals it in all of the columns: itself, or an earlier one. Missing equals missing. */
export async function firstEqualRow(
  columns: readonly Column[],
  rows: number,
  pause: () => Promise<void>,
): Promise<Uint32Array> {
  const work = search(columns, rows);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    await pause();
  }
}

/** The same at once. */
export function equalRows(columns: readonly Column[], rows: number): Uint32Array {
  const work = search(columns, rows);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

function* search(columns: readonly Column[], rows: number): Generator<void, Uint32Array> {
  const a = new Uint32Array(rows).fill(0x811c9dc5);
  const b = new Uint32Array(rows).fill(0x9747b28c);
  for (const column of columns) {
    yield;
    mixIn(column, a, b);
  }
  yield;
  const seen = new Map<number, number>();
  const first = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const key = a[row] * 2097152 + (b[row] >>> 11);
    const known = seen.get(key);
    if (known === undefined) seen.set(key, row);
    first[row] = known !== undefined && columns.every((column) => equal(column, known, row)) ? known : row;
  }
  return first;
}

function mixIn({ data }: Column, a: Uint32Array, b: Uint32Array): void {
  const add = (row: number, word: number) => {
    a[row] = Math.imul(a[row] ^ word, 0x01000193);
    b[row] = Math.imul((b[row] << 13) | (b[row] >>> 19), 0x85ebca6b) ^ Math.imul(word, 0xc2b2ae35);
  };
  if (data.kind === 'dict') {
    for (let row = 0; row < a.length; row++) add(row, data.codes[row]);
  } else if (data.kind === 'image') {
    const size = data.shape[0] * data.shape[1] * data.shape[2];
    for (let row = 0; row < a.length; row++) {
      for (let i = row * size; i < (row + 1) * size; i++) add(row, data.pixels[i]);
    }
  } else {
    const value = new Float64Array(1);
    const words = new Uint32Array(value.buffer);
    for (let row = 0; row < a.length; row++) {
      // One zero and one NaN, whatever their bits were.
      value[0] = data.values[row] === data.values[row] ? data.values[row] + 0 : NaN;
      add(row, words[0]);
      add(row, words[1]);
    }
  }
}

function equal({ data }: Column, i: number, j: number): boolean {
  if (data.kind === 'dict') return data.codes[i] === data.codes[j];
  if (data.kind === 'number') {
    const [x, y] = [data.values[i], data.values[j]];
    return x === y || (x !== x && y !== y);
  }
  const size = data.shape[0] * data.shape[1] * data.shape[2];
  for (let k = 0; k < size; k++) if (data.pixels[i * size + k] !== data.pixels[j * size + k]) return false;
  return true;
}
