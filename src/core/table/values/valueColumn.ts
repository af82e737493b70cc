// A column from values that already have types (JSON, Arrow, Parquet), pushed one by one. It stays as narrow as what
// came so far: numbers, booleans, dates; anything mixed becomes text.
import { Numbers, Strings } from '../builders';
import { inferNumbers, inferStrings, type Inferred } from '../infer';
import { note } from '../readers/notes';
import type { ImportNote } from '../types';
import { dateText } from './dates';
import { isMissing } from './missing';

type Kind = 'empty' | 'number' | 'boolean' | 'date' | 'string';

const shown = (kind: Kind, value: number): string =>
  kind === 'boolean' ? (value ? 'true' : 'false') : kind === 'date' ? dateText(value) : String(value);

export class ValueColumn {
  private kind: Kind = 'empty';
  private readonly numbers = new Numbers();
  private strings: Strings | undefined;
  private notFinite = 0;
  /** Some values were objects or lists. */
  nested = false;
  /** Some whole numbers were too large for a float64. */
  rounded = false;

  /** `numbersAre`: what plain numbers stand for; dates are milliseconds since 1970. */
  constructor(private readonly numbersAre: 'number' | 'date' = 'number') {}

  get length(): number {
    return this.strings ? this.strings.length : this.numbers.length;
  }

  push(value: unknown): void {
    switch (typeof value) {
      case 'number':
        return this.pushNumber(this.numbersAre, value);
      case 'boolean':
        return this.pushNumber('boolean', value ? 1 : 0);
      case 'bigint':
        return this.pushBigint(value);
      case 'string':
        return this.pushText(value);
      case 'object':
        if (value === null) return this.pushMissing();
        if (value instanceof Date) return this.pushNumber('date', value.getTime());
        this.nested = true;
        return this.pushText(jsonText(value));
      default:
        return this.pushMissing();
    }
  }

  /** Completes the column with missing values up to a number of rows. */
  padTo(rows: number): void {
    while (this.length < rows) this.pushMissing();
  }

  private pushMissing(): void {
    if (this.strings) this.strings.push(null);
    else this.numbers.push(NaN);
  }

  private pushNumber(kind: 'number' | 'boolean' | 'date', value: number): void {
    if (value - value !== 0) {
      this.notFinite++;
      this.pushMissing();
      return;
    }
    if (this.kind === 'empty') this.kind = kind;
    if (this.kind !== kind) this.becomeStrings();
    if (this.strings) this.strings.push(shown(kind, value));
    else this.numbers.push(value);
  }

  private pushBigint(value: bigint): void {
    const number = Number(value);
    if (Number.isSafeInteger(number)) return this.pushNumber(this.numbersAre, number);
    this.rounded = true;
    this.pushText(String(value));
  }

  private pushText(value: string): void {
    const cell = value.trim();
    if (isMissing(cell)) return this.pushMissing();
    this.becomeStrings();
    this.strings!.push(cell);
  }

  private becomeStrings(): void {
    if (this.strings) return;
    const { kind } = this;
    this.kind = 'string';
    this.strings = new Strings();
    for (const value of this.numbers.finish().values) this.strings.push(value !== value ? null : shown(kind, value));
  }

  finish(name: string): Inferred {
    const notes: ImportNote[] = this.notFinite > 0 ? [note('not-finite', {}, this.notFinite)] : [];
    if (this.strings) {
      const inferred = inferStrings(name, this.strings.finish());
      return { column: inferred.column, notes: [...notes, ...inferred.notes] };
    }
    const data = this.numbers.finish();
    if (this.kind === 'boolean' || this.kind === 'date') return { column: { name, type: this.kind, data }, notes };
    if (this.kind === 'number') return { column: inferNumbers(name, data).column, notes };
    const none = { kind: 'dict', codes: new Int32Array(data.values.length).fill(-1), dictionary: [] } as const;
    return { column: { name, type: 'categorical', data: none }, notes };
  }
}

const jsonText = (value: object): string =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? '';
