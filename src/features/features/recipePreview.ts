// What a column's recipe makes of the training rows: the pipeline itself, run on this column and the target.
import { plainError, TablabError, type PlainError } from '$core/errors/error';
import type { Lab } from '$core/lab/document';
import type { FittedTokens } from '$core/pipeline/fitted';
import { prepare } from '$core/pipeline/prepare';
import { tokenizer, tokensOf, tokenVocabulary, unknownCode } from '$core/pipeline/text/tokens';
import { asCategories, asNumbers } from '$core/pipeline/values';
import { histogramOf } from '$core/table/look';
import type { Column, Table } from '$core/table/types';

export interface Bars {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** Texts as sequences of codes. */
export interface TokenPreview {
  /** Codes of every text, and how many there are. */
  readonly length: number;
  readonly vocabulary: number;
  /** Of the training texts: the share that is cut, and the share of their tokens that count as unknown. */
  readonly cut: number;
  readonly unknown: number;
  /** Tokens in a training text. */
  readonly lengths: Bars;
  readonly examples: readonly {
    readonly text: string;
    readonly codes: readonly { readonly code: number; readonly token: string }[];
    /** Places behind the end. */
    readonly padding: number;
  }[];
}

export type Preview =
  | {
      readonly kind: 'made';
      readonly rows: number;
      readonly names: readonly string[];
      /** Null for categories. */
      readonly before: Bars | null;
      /** Null where there is more than one number, or a code. */
      readonly after: Bars | null;
      readonly tokens: TokenPreview | null;
      readonly notes: readonly string[];
    }
  | { readonly kind: 'error'; readonly error: PlainError };

/** More rows than this are looked at in an evenly spaced sample. */
export const previewRows = 20_000;
const bins = 24;

export function previewOf(table: Table, lab: Lab, column: string): Preview {
  try {
    const roles = { ...lab.roles, exclude: [] };
    // This column alone: without the steps that need others.
    const { derive: _derive, matrix: _matrix, resample: _resample, ...features } = lab.features;
    const { pipeline, train, rowsOf, featureNames, notes } = prepare(table, { ...lab, features, roles });
    const source = table.columns.find(({ name }) => name === column)!;
    const fitted = pipeline.columns.find((one) => one.column === column);
    const numeric = fitted?.kind === 'number' || fitted?.kind === 'steps';
    const values = numeric ? asNumbers({ ...source, type: fitted.type }) : null;
    const width = featureNames.length;
    const single = width === 1 || numeric;
    return {
      kind: 'made',
      rows: train.rows,
      names: featureNames,
      before: values
        ? histogramOf(
            Float64Array.from(rowsOf.train, (row) => values[row]),
            bins,
          )
        : null,
      after: single
        ? histogramOf(
            Float64Array.from({ length: train.rows }, (_, i) => train.features[i * width]),
            bins,
          )
        : null,
      tokens: fitted?.kind === 'tokens' ? tokensIn(fitted, source, rowsOf.train) : null,
      notes: notes.map(({ message }) => message),
    };
  } catch (error) {
    return { kind: 'error', error: plainError(ofOne(error, table, column)) };
  }
}

const shownTexts = 3;
const shownCodes = 16;

function tokensIn({ code, fill }: FittedTokens, column: Column, rows: Uint32Array): TokenPreview {
  const { codes, dictionary } = asCategories(column)!;
  const texts = Array.from(rows, (row) => (codes[row] < 0 ? (fill ?? '') : dictionary[codes[row]]));
  const all = tokenizer({ ...code, length: Infinity });
  const made = texts.map((text) => all(text));
  const lengths = Float64Array.from(made, ({ length }) => length);
  const kept = made.map((one) => one.subarray(0, code.length));
  const tokens = kept.reduce((sum, { length }) => sum + length, 0);
  const unknown = kept.reduce((sum, one) => sum + one.filter((each) => each === unknownCode).length, 0);
  const examples = texts.flatMap((text, i) => (text === '' ? [] : [i])).slice(0, shownTexts);
  return {
    length: code.length,
    vocabulary: tokenVocabulary(code),
    cut: lengths.filter((length) => length > code.length).length / Math.max(1, texts.length),
    unknown: unknown / Math.max(1, tokens),
    lengths: histogramOf(lengths, bins),
    examples: examples.map((i) => {
      const words = tokensOf(texts[i], code);
      return {
        text: texts[i],
        codes: Array.from(kept[i].subarray(0, shownCodes), (one, at) => ({ code: one, token: words[at] })),
        padding: code.length - kept[i].length,
      };
    }),
  };
}

/** To a lab without features one column more is the answer; here it is the column itself that gives none. */
function ofOne(error: unknown, table: Table, column: string): unknown {
  if (!(error instanceof TablabError) || error.code !== 'no-features') return error;
  const type = table.columns.find(({ name }) => name === column)?.type;
  const words = type === 'text' || type === 'id';
  return new TablabError(words ? 'recipe-not-used' : 'recipe-no-values', { column });
}
