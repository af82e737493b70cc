// Rows of a data set chosen by hand, one bit each: a million rows are chosen, copied and counted in milliseconds, where
// a hash set takes a second and holds the page up for as long.

/** What is asked of a selection, of rows or of trials: a set of numbers can answer it, and so can a `RowSet`. */
export type KeySet = Pick<ReadonlySet<number>, 'size' | 'has'> & Iterable<number>;

/** Never changed once made; iterates in ascending order. Numbers are rows of the data set, from 0. */
export class RowSet implements KeySet {
  readonly #words: Uint32Array;
  readonly size: number;
  #list: Uint32Array<ArrayBuffer> | null = null;

  private constructor(words: Uint32Array, size: number) {
    this.#words = words;
    this.size = size;
  }

  static of(rows: Iterable<number>): RowSet {
    if (rows instanceof RowSet) return rows;
    return new RowSet(new Uint32Array(0), 0).changed(rows);
  }

  /** Rows 0 to `count` - 1. */
  static all(count: number): RowSet {
    const words = new Uint32Array(Math.ceil(count / 32)).fill(-1);
    if (count % 32 > 0) words[words.length - 1] = 2 ** (count % 32) - 1;
    return new RowSet(words, count);
  }

  /** The same rows without those of `gone`, and with those of `added`. */
  changed(added: Iterable<number>, gone: Iterable<number> = []): RowSet {
    const more = Array.isArray(added) || ArrayBuffer.isView(added) ? (added as ArrayLike<number>) : [...added];
    let top = 32 * this.#words.length - 1;
    for (let i = 0; i < more.length; i++) if (more[i] > top) top = more[i];
    const words = new Uint32Array((top + 32) >>> 5);
    words.set(this.#words);
    let size = this.size;
    for (const row of gone) {
      const bit = 1 << (row & 31);
      if (!(words[row >>> 5] & bit)) continue;
      words[row >>> 5] &= ~bit;
      size--;
    }
    for (let i = 0; i < more.length; i++) {
      const bit = 1 << (more[i] & 31);
      if (words[more[i] >>> 5] & bit) continue;
      words[more[i] >>> 5] |= bit;
      size++;
    }
    return new RowSet(words, size);
  }

  has(row: number): boolean {
    return row >= 0 && Number.isInteger(row) && (this.#words[row >>> 5] & (1 << (row & 31))) !== 0;
  }

  /** Ascending; one list, kept for whoever asks next, which nobody may change. */
  rows(): Uint32Array<ArrayBuffer> {
    return (this.#list ??= this.#listed());
  }
  #listed(): Uint32Array<ArrayBuffer> {
    const rows = new Uint32Array(this.size);
    let n = 0;
    for (let w = 0; n < rows.length; w++) {
      for (let word = this.#words[w]; word !== 0; word &= word - 1) rows[n++] = 32 * w + 31 - Math.clz32(word & -word);
    }
    return rows;
  }

  [Symbol.iterator](): Iterator<number> {
    return this.rows().values();
  }
}

/** As the workers take them, ascending. */
export const rowsOf = (selected: Iterable<number>): Uint32Array<ArrayBuffer> => RowSet.of(selected).rows();
