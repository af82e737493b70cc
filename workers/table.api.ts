// What the table worker offers: reading files into stored data sets, and looking at them. Types only.
import type { BaselineReport, JudgedPart } from '$core/baselines/registry';
import type { CheckedLab, CheckReport } from '$core/checks/registry';
import type { Labels } from '$core/label/apply';
import type { SuspectOptions } from '$core/label/outOfSample';
import type { Suspects } from '$core/label/suspects';
import type { DataRef } from '$core/lab/document';
import type { FeaturesPreview } from '$core/pipeline/derive/preview';
import type { PrepareConfig } from '$core/pipeline/prepare';
import type { InputSpec } from '$core/model/spec';
import type { Prepared } from '$core/pipeline/prepared';
import type { Arrangement } from '$core/table/arrange/arrange';
import type { Picked } from '$core/table/arrange/pick';
import type { Format } from '$core/table/readers/reader';
import type { ColumnInfo, ColumnType, DatasetInfo, Roles, Table } from '$core/table/types';
import type { Progress } from '$core/run/types';
import type { ColumnDetail } from '$core/stats/detail';
import type { Look } from '$core/stats/look';
import type { TallyOf } from '$core/table/arrange/pick';
import type { DatasetCard } from '$datasets/dataset';

export type { BundledCard, DatasetCard, GeneratedCard } from '$datasets/dataset';

export interface ImportOptions {
  /** Left out: by the file's name and first bytes. */
  readonly format?: Format;
  readonly types?: Readonly<Record<string, ColumnType>>;
  /** The path of each file inside a chosen folder, where the File itself does not carry it. */
  readonly paths?: readonly string[];
}

export interface ImportResult {
  readonly dataset: DatasetInfo;
  /** Proposed target, task and exclusions. */
  readonly roles: Roles;
}

/** Rows of a stored data set as display strings, null for missing; images as RGBA thumbnails are asked for apart. */
export interface RowPage {
  readonly start: number;
  readonly columns: readonly { readonly name: string; readonly cells: readonly (string | null)[] }[];
}

/** A stored data set with a lab's labels. */
export interface Labelled {
  readonly sha256: string;
  readonly labels?: Labels;
}

/** The same under the lab's column types, with what the lab learns from it. */
export interface Inspected extends Labelled {
  readonly types: Readonly<Record<string, ColumnType>>;
  readonly roles: Roles;
}

/** With what else of the lab its checks depend on. */
export interface InspectedLab extends Inspected {
  readonly lab: CheckedLab;
}

export interface TableApi {
  /** The data sets that ship with Tablab and the generators. */
  cards(): Promise<readonly DatasetCard[]>;
  /** Reads files (a folder of images is many files), stores the result, returns it. Identical content is stored once. */
  importFiles(files: readonly File[], options: ImportOptions, on: (progress: Progress) => void): Promise<ImportResult>;
  importText(
    text: string,
    name: string,
    options: ImportOptions,
    on: (progress: Progress) => void,
  ): Promise<ImportResult>;
  /** Fetches a URL that the person typed. */
  importUrl(url: string, options: ImportOptions, on: (progress: Progress) => void): Promise<ImportResult>;
  /** Makes sure that a bundled, generated or imported data set is stored; throws `dataset-missing` with name and hash. */
  ensure(ref: DataRef, on: (progress: Progress) => void): Promise<ImportResult>;
  /** Stops what is being imported. */
  cancel(): Promise<void>;
  /**
   * The data set under other column types: another identity, by which its rows, samples and histograms can be asked for
   * while this worker lives. It is not stored, because a lab keeps the types and the base.
   */
  retype(sha256: string, types: Readonly<Record<string, ColumnType>>): Promise<ImportResult>;
  /** Proposes the task for another target. */
  propose(sha256: string, target?: string): Promise<Roles>;
  /** `columns`: names; left out: all that are stored. `labels`, here and below: those of the lab that asks. */
  rows(sha256: string, start: number, count: number, columns?: readonly string[], labels?: Labels): Promise<RowPage>;
  /** The same of rows in any order; `start` is 0. */
  rowsAt(sha256: string, rows: Uint32Array, columns: readonly string[], labels?: Labels): Promise<RowPage>;
  /** Row numbers in the order to show them: searched, sorted, of some rows only. Throws `search-*`, `column-unknown`. */
  arrange(what: Labelled & Arrangement, on: (progress: Progress) => void): Promise<Uint32Array>;
  /** Stops what `arrange` is at. */
  stopArranging(): Promise<void>;
  /** Row numbers, ascending, by the values of a column. */
  pick(what: Labelled, picked: Picked): Promise<Uint32Array>;
  /** A column's numbers, or its codes and dictionary, at most `limit` evenly spaced rows, for charts. */
  sample(sha256: string, columns: readonly string[], limit: number, labels?: Labels): Promise<Table>;
  /** One image as RGBA. */
  image(
    sha256: string,
    column: string,
    row: number,
  ): Promise<{ width: number; height: number; rgba: Uint8ClampedArray }>;
  histogram(
    sha256: string,
    column: string,
    bins: number,
    labels?: Labels,
  ): Promise<{ edges: number[]; counts: number[] }>;
  /** Descriptions of the labelled columns, with their labels. */
  labelled(sha256: string, labels: Labels): Promise<readonly ColumnInfo[]>;
  /** Stores the data set with its labels as a data set of its own. */
  keepLabelled(sha256: string, labels: Labels, on: (progress: Progress) => void): Promise<ImportResult>;
  /** Stores a table of counts as the table that was counted. Throws `column-unknown`, `counts-*`. */
  writeOut(sha256: string, column: string, on: (progress: Progress) => void): Promise<ImportResult>;
  /** Summaries of all columns, correlations, and what each column tells of the target. */
  look(what: Inspected, on: (progress: Progress) => void): Promise<Look>;
  /** One column close up: its spread, and how that goes with the target. Throws `column-unknown`. */
  detail(what: Inspected, column: string): Promise<ColumnDetail>;
  /** How many of some rows are in each bin, or are of each category. */
  tally(what: Labelled, of: TallyOf, rows: Uint32Array): Promise<readonly number[]>;
  /** Runs every check. */
  check(what: InspectedLab, on: (progress: Progress) => void): Promise<CheckReport>;
  /** The rows as training sees them, of at most `limit` evenly spaced rows: what pictures of small labs are drawn from. */
  prepared(sha256: string, lab: PrepareConfig, limit: number): Promise<Pick<Prepared, 'train' | 'validation'>>;
  /** What goes into a lab's models, of all its rows. Throws what `prepare` throws. */
  inputs(sha256: string, lab: PrepareConfig): Promise<readonly InputSpec[]>;
  /** What each step of the features makes of the training rows, of at most `limit` evenly spaced rows. */
  features(sha256: string, lab: PrepareConfig, limit: number): Promise<FeaturesPreview>;
  /** Fits every baseline of the task on the lab's own preparation, and judges it by that part of the rows. */
  baselines(
    sha256: string,
    lab: PrepareConfig,
    part: JudgedPart,
    on: (progress: Progress) => void,
  ): Promise<BaselineReport>;
  /** Rows whose label is suspect to a classifier that has not seen them. The target is the label column. */
  suspects(
    sha256: string,
    lab: PrepareConfig,
    options: SuspectOptions,
    on: (progress: Progress) => void,
  ): Promise<Suspects>;
  /** Stops looks, baselines, suspects and checks that are going on; imports go on. */
  stopInspecting(): Promise<void>;
}
