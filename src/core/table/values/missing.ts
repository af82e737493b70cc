// Which cells of a text file say "nothing here".

const tokens = new Set(['', 'na', 'n/a', '#n/a', '<na>', 'nan', 'null', '?', '-', '--', '\\n', 'nil']);
const longest = 4;

/** Whether a trimmed cell stands for a missing value. */
export function isMissing(cell: string): boolean {
  if (cell.length > longest) return false;
  return cell.length === 0 || tokens.has(cell.toLowerCase());
}

const none = new Set([
  ...['none', '.', 'unknown', 'missing', 'undefined', 'not available', 'not applicable', 'n.a.', 'n.d.', 'k.a.'],
  // A spreadsheet's failed formulas.
  ...['#value!', '#div/0!', '#ref!', '#num!', '#name?', '#null!'],
]);

/** Words that mean "missing" among numbers but may be a category of their own among words. */
export const isNone = (cell: string): boolean => cell.length < 15 && none.has(cell.toLowerCase());

/** Spellings of a value that is not finite. */
export function isNotFinite(cell: string): boolean {
  return /^[+-]?(?:inf(?:inity)?|nan)$/i.test(cell);
}
