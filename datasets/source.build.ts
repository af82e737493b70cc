// What the packing of each bundled set is given, and how it reads single values.
import type { Column } from '../src/core/table/types';

export interface PackSource {
  /** Rows of a JSON file of vega-datasets. */
  vega(file: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Pixels of all images of one digit of the mnist package, in [0, 1]. */
  mnist(digit: number): Promise<readonly number[]>;
}

/** The cleaned and typed columns of one data set. */
export type PackTable = (source: PackSource) => Promise<readonly Column[]>;

export const numeric = (value: unknown): number => (typeof value === 'number' ? value : NaN);

export const text = (value: unknown): string | null =>
  value === null || value === undefined || value === '' ? null : String(value);

/** "1970-01-01" as milliseconds UTC. */
export const isoDay = (value: unknown): number => Date.parse(`${String(value)}T00:00:00Z`);
