// From a table and a lab to a trained model and what it would predict for rows written to a file and read again.
import type { Lab } from '$core/lab/document';
import { prepare, type PrepareConfig } from '$core/pipeline/prepare';
import type { FittedPipeline } from '$core/pipeline/fitted';
import { neededColumns } from '$core/predict/needed';
import { profileOf } from '$core/predict/profile';
import type { Trained } from '$core/predict/match';
import { csvLine } from '$core/table/csvLine';
import { csvCells } from '$core/table/csvText';
import { readSources } from '$core/table/readers/registry';
import { memorySource } from '$core/table/source';
import type { Column, Roles, Table } from '$core/table/types';
import { defaultFeatures, defaultSplit } from '$core/lab/document';

export const labOf = (
  roles: Pick<Roles, 'target' | 'task'>,
  features: Partial<Lab['features']> = {},
): PrepareConfig => ({
  seed: 3,
  roles: { exclude: [], ...roles },
  features: { ...defaultFeatures, ...features },
  split: { ...defaultSplit, validation: 0.2, test: 0.2 },
});

/** What new rows are held against, of a pipeline fitted on these rows. */
export function trained(table: Table, pipeline: FittedPipeline, rows: Uint32Array) {
  const stored = new Map(table.columns.map(({ name, type }) => [name, type]));
  const columns = profileOf(table, stored, rows, neededColumns(pipeline, table));
  const [target] = profileOf(table, stored, rows, [pipeline.target]);
  return { pipeline, columns, target } satisfies Trained & { target: unknown };
}

export function fitted(table: Table, lab: PrepareConfig) {
  const prepared = prepare(table, lab);
  return { prepared, ...trained(table, prepared.pipeline, prepared.rowsOf.train) };
}

export const pause = { progress: () => undefined, pause: () => Promise.resolve() };

/** Rows as a CSV file, and the file as the predicting worker reads it. */
export async function throughCsv(table: Table, rows: ArrayLike<number>, words: Iterable<string>): Promise<Table> {
  const columns = table.columns.filter(({ data }) => data.kind !== 'image');
  const cells = columns.map((column) => csvCells(column)!);
  const lines = Array.from(rows, (row) => csvLine(cells.map((cell) => cell(row))));
  return readCsv(csvLine(columns.map(({ name }) => name)) + lines.join(''), words);
}

export async function readCsv(text: string, words: Iterable<string> = []): Promise<Table> {
  const source = memorySource('new.csv', new TextEncoder().encode(text));
  return (await readSources([source], 'csv', { ...pause, words: new Set(words) })).table;
}

export const wordsOf = (columns: readonly { name: string; kind: Column['data']['kind'] }[]): string[] =>
  columns.filter(({ kind }) => kind === 'dict').map(({ name }) => name);
