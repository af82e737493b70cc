// Columns that grow cell by cell without garbage: numbers in blocks, strings as codes into a dictionary.
import type { DictData, NumberData } from './types';

/** Cells of a column's first block: small, since a table may have thousands of columns. */
const firstBlock = 256;
const largestBlock = 1 << 16;
const blockAfter = (size: number) => Math.min(largestBlock, 4 * size);

/** Writes blocks one after the other. */
function join<T extends Float64Array | Int32Array>(blocks: readonly T[], into: T): void {
  let at = 0;
  for (const block of blocks) {
    into.set(block, at);
    at += block.length;
  }
}

/** A growing Float64Array. */
export class Numbers {
  private full: Float64Array[] = [];
  /** Cells in full blocks. */
  private before = 0;
  private block = new Float64Array(firstBlock);
  private at = 0;

  get length(): number {
    return this.before + this.at;
  }

  push(value: number): void {
    if (this.at === this.block.length) {
      this.full.push(this.block);
      this.before += this.at;
      this.block = new Float64Array(blockAfter(this.at));
      this.at = 0;
    }
    this.block[this.at++] = value;
  }

  /** Everything pushed; the builder is empty afterwards. */
  finish(): NumberData {
    const values = new Float64Array(this.length);
    join([...this.full, this.block.subarray(0, this.at)], values);
    this.full = [];
    this.before = 0;
    this.at = 0;
    return { kind: 'number', values };
  }
}

/** A growing Int32Array. */
export class Codes {
  private full: Int32Array[] = [];
  /** Cells in full blocks. */
  private before = 0;
  private block = new Int32Array(firstBlock);
  private at = 0;

  get length(): number {
    return this.before + this.at;
  }

  push(code: number): void {
    if (this.at === this.block.length) {
      this.full.push(this.block);
      this.before += this.at;
      this.block = new Int32Array(blockAfter(this.at));
      this.at = 0;
    }
    this.block[this.at++] = code;
  }

  /** Everything pushed; the builder is empty afterwards. */
  finish(): Int32Array {
    const codes = new Int32Array(this.length);
    join([...this.full, this.block.subarray(0, this.at)], codes);
    this.full = [];
    this.before = 0;
    this.at = 0;
    return codes;
  }
}

/** A growing dictionary column; null is missing. */
export class Strings {
  private readonly codes = new Codes();
  private readonly index = new Map<string, number>();
  readonly dictionary: string[] = [];

  get length(): number {
    return this.codes.length;
  }

  push(value: string | null): void {
    this.codes.push(value === null ? -1 : this.codeOf(value));
  }

  pushCode(code: number): void {
    this.codes.push(code);
  }

  codeOf(value: string): number {
    const known = this.index.get(value);
    if (known !== undefined) return known;
    const own = detached(value);
    const code = this.dictionary.push(own) - 1;
    this.index.set(own, code);
    return code;
  }

  finish(): DictData {
    return { kind: 'dict', codes: this.codes.finish(), dictionary: this.dictionary };
  }
}

/**
 * A copy that does not hold on to the text it was cut from: V8 keeps long substrings as views into their source, and
 * one kept cell would keep a whole chunk of the file alive.
 */
export const detached = (text: string): string => (text.length < 13 ? text : ` ${text}`.slice(1));

/** A dictionary in order of first occurrence and without unused entries: the canonical form of the same values. */
export function compactDict(codes: ArrayLike<number>, dictionary: readonly (string | null)[]): DictData {
  const remap = new Int32Array(dictionary.length).fill(-2);
  const used: string[] = [];
  const index = new Map<string, number>();
  const out = new Int32Array(codes.length).fill(-1);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row];
    if (code < 0) continue;
    if (remap[code] === -2) {
      const value = dictionary[code];
      if (value === null) remap[code] = -1;
      else {
        const known = index.get(value);
        remap[code] = known ?? used.push(value) - 1;
        if (known === undefined) index.set(value, remap[code]);
      }
    }
    out[row] = remap[code];
  }
  return { kind: 'dict', codes: out, dictionary: used };
}
