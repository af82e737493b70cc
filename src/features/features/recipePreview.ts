// What a column's recipe makes of the training rows: the pipeline itself, run on this column and the target.
import { plainError, TablabError, type PlainError } from '$core/errors/error';
import type { Lab } from '$core/lab/document';
import { prepare } from '$core/pipeline/prepare';
import { asNumbers } from '$core/pipeline/values';
import { histogramOf } from '$core/table/look';
import type { Table } from '$core/table/types';

export interface Bars {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
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
      notes: notes.map(({ message }) => message),
    };
  } catch (error) {
    return { kind: 'error', error: plainError(ofOne(error, table, column)) };
  }
}

/** To a lab without features one column more is the answer; here it is the column itself that gives none. */
function ofOne(error: unknown, table: Table, column: string): unknown {
  if (!(error instanceof TablabError) || error.code !== 'no-features') return error;
  const type = table.columns.find(({ name }) => name === column)?.type;
  const words = type === 'text' || type === 'id';
  return new TablabError(words ? 'recipe-not-used' : 'recipe-no-values', { column });
}
