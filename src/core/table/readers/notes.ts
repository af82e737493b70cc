// What importing may have to say: each thing once, with a count, in words that tell what was done.
import type { ImportNote } from '../types';

const texts = {
  ragged: 'Rows with too few cells were completed with missing values; cells beyond the last column were left out.',
  'duplicate-names': 'Columns with the same name were numbered: {names}.',
  'unnamed-columns': 'Columns without a name were given one: {names}.',
  'no-header': 'The file has no header line: columns are named column_1, column_2, and so on.',
  'class-names': 'The first line counts rows and names the classes {names}; they label the last column, "target".',
  'double-header': 'The first two lines were read as one header.',
  preamble: 'Lines before the table were skipped: {lines}.',
  'row-names': 'The header has one name less than there are cells: the first column was named "row".',
  encoding: 'The file is not in UTF-8; it was read as {encoding}.',
  'decimal-comma': 'Commas were read as decimal commas.',
  thousands: 'Separators between thousands were removed: {example} became {value}.',
  'number-ambiguous': 'Column "{column}" stays text: numbers such as {example} could be thousands or fractions.',
  'date-ambiguous': 'Dates of "{column}" fit both orders of day and month; they were read with the {order} first.',
  'not-finite': 'NaN and infinite numbers became missing values.',
  'not-numbers': 'Column "{column}" is numeric; other entries ({examples}) became missing values.',
  clock: 'Times in "{column}" were read as hours: {example} became {value}.',
  magnitude: 'Amounts of "{column}" were written out: {example} became {value}.',
  unit: '"{unit}" was taken off the numbers of "{column}".',
  'all-missing': 'Columns without any value: {names}. They are left out of the features.',
  'quotes-ignored': 'A quoted cell was never closed, so quotation marks were read as ordinary characters.',
  'nested-values': 'Nested values in {names} were kept as JSON text.',
  'not-objects': 'Entries that are not objects were skipped.',
  'images-resized': 'Images of different sizes were scaled to {size}.',
  'images-skipped': 'Files that are not readable images were skipped: {names}.',
  'files-skipped': 'Other files in the archive were skipped: {names}.',
  'integers-rounded': 'Whole numbers beyond 2^53 in {names} were kept as text to save all digits.',
} as const;
export type NoteCode = keyof typeof texts;

export function note(
  code: NoteCode,
  details: Readonly<Record<string, string | number>> = {},
  count?: number,
): ImportNote {
  const message = texts[code].replace(/\{(\w+)\}/g, (hole, key: string) => String(details[key] ?? hole));
  return count === undefined ? { code, message } : { code, message, count };
}

/** `a, b, c and 4 more`. */
export function listOf(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).map((name) => `"${name.length > 40 ? `${name.slice(0, 39)}…` : name}"`);
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}
