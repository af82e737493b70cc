// Columns of a text file while they grow. A column begins as numbers or as strings by what the sample holds; numbers
// that turn out to be something else are reported, so that the file is read once more with that column as strings.
import { Codes, detached, Numbers } from '../../builders';
import { isMissing, isNone, isNotFinite } from '../../values/missing';
import { parsePlain, parseStyled, type NumberStyle } from '../../values/numbers';
import type { DictData, NumberData } from '../../types';

export interface Cells {
  push(cell: string): void;
  readonly length: number;
}

/** Different entries that are not numbers, tolerated in a numeric column. */
const mostStrays = 10;
/** And how often they may occur, as a share of the present values. */
export const strayShare = 0.02;

export class NumberCells implements Cells {
  private readonly numbers = new Numbers();
  private readonly plain: boolean;
  readonly strays = new Map<string, number>();
  strayCount = 0;
  present = 0;
  notFinite = 0;
  /** Too many entries are not numbers: what was kept is useless. */
  conflict = false;

  /** `example`: a cell of the sample that has separators, for the notes. */
  constructor(
    readonly style: NumberStyle,
    readonly example?: string,
  ) {
    this.plain = style.decimal === '.' && style.thousands === '';
  }

  get length(): number {
    return this.numbers.length;
  }

  push(cell: string): void {
    const value = this.plain ? parsePlain(cell) : parseStyled(cell, this.style);
    if (value - value === 0) {
      this.present++;
      this.numbers.push(value);
    } else this.numbers.push(this.pushOther(cell, value));
  }

  private pushOther(raw: string, parsed: number): number {
    const cell = raw.trim();
    if (parsed === Infinity || parsed === -Infinity || (cell.length > 2 && isNotFinite(cell))) {
      this.notFinite++;
      return NaN;
    }
    if (isMissing(cell) || isNone(cell)) return NaN;
    if (cell.length !== raw.length) {
      const value = parseStyled(cell, this.style);
      if (value - value === 0) {
        this.present++;
        return value;
      }
    }
    this.strayCount++;
    const seen = this.strays.get(cell);
    if (seen !== undefined || this.strays.size < mostStrays) this.strays.set(detached(cell), (seen ?? 0) + 1);
    else this.conflict = true;
    return NaN;
  }

  /** Nothing but missing values. */
  get isEmpty(): boolean {
    return this.present + this.strayCount + this.notFinite === 0;
  }

  /** False when too much of it is not numbers. */
  get holds(): boolean {
    return !this.conflict && (this.strayCount === 0 || this.strayCount <= strayShare * this.present);
  }

  finish(): NumberData {
    return this.numbers.finish();
  }
}

export class TextCells implements Cells {
  private readonly codes = new Codes();
  /** By the cell as written, blanks around it included. */
  private readonly known = new Map<string, number>();
  private readonly dictionary: string[] = [];

  /** `missing`: rows without a value that came before. */
  constructor(missing = 0) {
    for (let i = 0; i < missing; i++) this.codes.push(-1);
  }

  get length(): number {
    return this.codes.length;
  }

  push(cell: string): void {
    const code = this.known.get(cell);
    this.codes.push(code ?? this.learn(cell));
  }

  private learn(raw: string): number {
    const cell = raw.trim();
    let code = isMissing(cell) ? -1 : this.known.get(cell);
    if (code === undefined) {
      const own = detached(cell);
      code = this.dictionary.push(own) - 1;
      this.known.set(own, code);
    }
    if (cell !== raw || code === -1) this.known.set(detached(raw), code);
    return code;
  }

  get isEmpty(): boolean {
    return this.dictionary.length === 0;
  }

  finish(): DictData {
    return { kind: 'dict', codes: this.codes.finish(), dictionary: this.dictionary };
  }
}
