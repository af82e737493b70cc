// Turns a category into one number or a few, by a table that is fitted on the training rows.
import type { Fields, Values } from '../../fields/field';
import type { Stream } from '../../rng/stream';

/** The training rows of one column, with the target beside them. */
export interface EncoderInput {
  /** Index into `names` by training row; -1 where missing. */
  readonly codes: Int32Array;
  /** Categories of the training rows, in order of name. */
  readonly names: readonly string[];
  /** What is to be predicted, by training row, one list for each number it is made of. */
  readonly targets: readonly Float64Array[];
  /** Class index by training row; null for regression. */
  readonly classes: Int32Array | null;
  /** Labels of `targets`; empty where there is one. */
  readonly targetNames: readonly string[];
  /** Order that the person gave; empty for none. */
  readonly order: readonly string[];
  readonly stream: Stream;
}

export interface EncodingTable {
  readonly categories: readonly string[];
  /** For each category its numbers; all of one length, the width. */
  readonly values: readonly (readonly number[])[];
  readonly unseen: readonly number[];
  readonly missing: readonly number[];
  /** What each number is called behind the column's name; empty for the column's name alone. */
  readonly labels: readonly string[];
}

export interface FittedEncoding extends EncodingTable {
  /** rows x width: what training sees where that is not what later rows get. */
  readonly training?: Float64Array;
}

export interface EncoderDef<F extends Fields = Fields> {
  readonly type: string;
  readonly label: string;
  readonly help: string;
  readonly fields: F;
  /** The person may give the order of the categories. */
  readonly ordered?: true;
  fit(input: EncoderInput, options: Values<F>): FittedEncoding;
}

export const encoder = <F extends Fields>(def: EncoderDef<F>): EncoderDef => def as unknown as EncoderDef;
