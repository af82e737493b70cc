// What the predicting worker offers: a kept model on rows that were no part of its lab. Types only.
import type { Chosen } from '$core/predict/match';
import type { Finding } from '$core/predict/finding';
import type { ColumnHint } from '$core/predict/hints';
import type { ResultColumn, Summary } from '$core/predict/results';
import type { Arrangement } from '$core/table/arrange/arrange';
import type { ImportNote, Task } from '$core/table/types';
import type { Progress } from '$core/run/types';
import type { RowPage } from './table.api';

/** A kept model of a run. */
export interface ModelRequest {
  readonly run: string;
  /** SHA-256 of the artifact with its weights. */
  readonly sha256: string;
}

export interface ModelCard {
  readonly task: Task;
  readonly target: string;
  readonly classes: readonly string[];
  /** The columns that it takes, in the order of the data. */
  readonly columns: readonly ColumnHint[];
  readonly image: boolean;
  readonly trainRows: number;
  /** Set where the engine that trained it does not run here: what predicts instead. */
  readonly note: string | null;
}

export interface NewTable {
  readonly name: string;
  readonly rows: number;
  /** Names of its columns, as they stand in the file. */
  readonly columns: readonly string[];
  readonly notes: readonly ImportNote[];
}

/** Rows that have a target, with what was predicted for them: what scores are worked out from. */
export interface JudgedRows {
  readonly rows: Uint32Array;
  readonly actual: Float32Array;
  readonly predicted: Float32Array;
  readonly probabilities: Float32Array;
}

export interface PredictedTable {
  readonly rows: number;
  readonly columns: readonly ResultColumn[];
  readonly findings: readonly Finding[];
  /** By column of the model: the new table's column that was read; null: none. */
  readonly sources: Readonly<Record<string, string | null>>;
  readonly summary: Summary;
  /** What was predicted where there is one row alone. */
  readonly single: Pick<OneRow, 'predicted' | 'probabilities'> | null;
  readonly judged: JudgedRows | null;
  readonly seconds: number;
}

export interface OneRow {
  /** Class index or value; NaN where there is none. */
  readonly predicted: number;
  readonly probabilities: readonly number[];
  readonly findings: readonly Finding[];
}

/** What can be stopped, each by itself. */
export type Stoppable = 'read' | 'predict' | 'arrange' | 'csv';

type On = (progress: Progress) => void;

export interface PredictApi {
  /** Loads a model; the calls below are about it. Throws `predict-model-broken`, `dataset-not-stored` and others. */
  open(request: ModelRequest): Promise<ModelCard>;
  /** Reads new rows into memory; nothing is stored. Throws what the readers throw. */
  readFiles(files: readonly File[], paths: readonly string[], on: On): Promise<NewTable>;
  readText(text: string, on: On): Promise<NewTable>;
  /** Matches what was read to the model's columns, and predicts. Throws `predict-*` or what steps on tables throw. */
  predict(chosen: Chosen, on: On): Promise<PredictedTable>;
  /** One row as it is typed: by column what stands in its field, empty for missing. */
  one(values: Readonly<Record<string, string>>): Promise<OneRow>;
  /** Rows of the last prediction as texts. Throws `predict-nothing-read`. */
  rowsAt(rows: Uint32Array, columns: readonly string[]): Promise<RowPage>;
  /** Row numbers in the order to show them. */
  arrange(what: Arrangement, on: On): Promise<Uint32Array>;
  /** An image of what was read. */
  image(row: number): Promise<{ width: number; height: number; rgba: Uint8ClampedArray }>;
  /** The new table with the predictions behind its columns. */
  csv(on: On): Promise<Blob>;
  /** Ends work of this kind; its call rejects with `aborted`. */
  stop(what: Stoppable): Promise<void>;
}
