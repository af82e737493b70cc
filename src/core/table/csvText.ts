// The columns of a table as cells of a CSV: empty where values are missing.
import type { Column } from './types';
import { dateText } from './values/dates';

/** The cells of a column in full; null for images. */
export function csvCells({ type, data }: Column): ((row: number) => string) | null {
  if (data.kind === 'image') return null;
  if (data.kind === 'dict') return (row) => (data.codes[row] < 0 ? '' : data.dictionary[data.codes[row]]);
  const show =
    type === 'date'
      ? dateText
      : type === 'boolean'
        ? (value: number) => (value === 0 ? 'false' : value === 1 ? 'true' : String(value))
        : String;
  return (row) => (Number.isNaN(data.values[row]) ? '' : show(data.values[row]));
}
