// What a reader of a file format is: it recognises its files and turns them into a table, with notes on what it had
// to decide. Adding a format is one file that satisfies this, and one line in registry.ts.
import type { ByteSource } from '../source';
import type { ColumnType, ImportNote, Table } from '../types';

export const formats = ['csv', 'json', 'arrow', 'parquet', 'idx', 'zip', 'images'] as const;
export type Format = (typeof formats)[number];

/** The first bytes of a file (64 kB) and its name without folders, in lower case. */
export interface Head {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A decoded image: one byte per channel, row-major, RGBA. */
export interface Rgba {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array | Uint8ClampedArray;
}
export interface ImageDecoder {
  /** Width and height without scaling. Throws `image-unreadable`. */
  decode(name: string, bytes: Uint8Array, size?: { readonly width: number; readonly height: number }): Promise<Rgba>;
}

/** What the surroundings give a reader. */
export interface ReadContext {
  /** Called often, with bytes or items done; cheap. Total 0: unknown. */
  progress(stage: string, done: number, total: number): void;
  /** Awaited between pieces of work, so that a cancel can come in. Throws `aborted`. */
  pause(): Promise<void>;
  /** Decodes PNG, JPEG, WebP, ...; left out where the platform has no decoder. */
  readonly images?: ImageDecoder;
  /** Columns of text files whose cells stay the words that stand there, by name; left out: by what the cells hold. */
  readonly words?: ReadonlySet<string>;
  /** Brings all images to this size; left out: to one that most have. */
  readonly imageSize?: { readonly width: number; readonly height: number };
}

export interface ReadResult {
  readonly table: Table;
  readonly notes: readonly ImportNote[];
}

export interface Reader {
  readonly format: Format;
  /** As shown to people: "CSV". */
  readonly label: string;
  /** Whether this file is of the format, judged by content first and name second. */
  matches(head: Head): boolean;
  /** Bytes that may be read; files beyond are refused before reading. */
  readonly limit: number;
  /** Reads files that belong together (one, or a pair for IDX, or many images). */
  read(sources: readonly ByteSource[], context: ReadContext): Promise<ReadResult>;
}

export type TypeOverrides = Readonly<Record<string, ColumnType>>;

/** File name without its folders. */
export const baseName = (name: string): string => name.slice(name.lastIndexOf('/') + 1);
