// A table in memory: columns of equal length, columnar, missing values explicit. Rows are never objects.

/**
 * What a column means. It decides how it is shown, cleaned and fed to a model; a person can override it. `boolean` is
 * numbers 0 and 1, or a dictionary of two words such as yes and no; `date` is numbers; `text` is a dictionary; `id` may
 * be either.
 */
export type ColumnType = 'numeric' | 'categorical' | 'boolean' | 'date' | 'text' | 'id' | 'image';
export const columnTypes: readonly ColumnType[] = ['numeric', 'categorical', 'boolean', 'date', 'text', 'id', 'image'];

/** Numbers, and dates as milliseconds since 1970 UTC. NaN marks a missing value; infinities never occur. */
export interface NumberData {
  readonly kind: 'number';
  readonly values: Float64Array;
}
/** Strings by dictionary: `codes[row]` indexes `dictionary`, -1 marks a missing value. Dictionary in order of first occurrence. */
export interface DictData {
  readonly kind: 'dict';
  readonly codes: Int32Array;
  readonly dictionary: readonly string[];
}
/** One 8-bit image of the same shape per row, row-major [height, width, channels]. Never missing. */
export interface ImageData8 {
  readonly kind: 'image';
  readonly pixels: Uint8Array;
  readonly shape: readonly [height: number, width: number, channels: number];
}
export type ColumnData = NumberData | DictData | ImageData8;

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly data: ColumnData;
}

export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** What is known of a stored column without loading it. */
export interface ColumnInfo {
  readonly name: string;
  readonly type: ColumnType;
  /** SHA-256 of the column's canonical bytes, hex. */
  readonly sha256: string;
  readonly missing: number;
  /** Distinct non-missing values; for numbers counted up to 100,000, then null. */
  readonly distinct: number | null;
  /** For numbers: whether all present values are whole. */
  readonly wholeNumbers?: boolean;
  /** For numbers and dates: smallest, largest, mean and population standard deviation of the present values. */
  readonly range?: { readonly min: number; readonly max: number; readonly mean: number; readonly std: number };
  /** For dictionaries: the most frequent values, at most 20. */
  readonly top?: readonly { readonly value: string; readonly count: number }[];
  readonly imageShape?: readonly [number, number, number];
}

/** Something noticed while importing: kept with the data set and shown, never fatal. */
export interface ImportNote {
  readonly code: string;
  readonly message: string;
  readonly count?: number;
}

/** A stored data set, without its columns' bytes. */
export interface DatasetInfo {
  /** SHA-256 over the canonical schema and column hashes, hex: the identity that a link can name. */
  readonly sha256: string;
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly ColumnInfo[];
  readonly bytes: number;
  readonly source: { readonly kind: 'bundled' | 'generated' | 'imported'; readonly detail: string };
  readonly notes: readonly ImportNote[];
  readonly createdAt: number;
}

export type Task = 'binary' | 'multiclass' | 'regression';

/** What to learn and from which columns. */
export interface Roles {
  readonly target: string;
  readonly task: Task;
  /** Columns left out of the features, besides the target. */
  readonly exclude: readonly string[];
}
