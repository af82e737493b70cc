// Which cells of a text file say "nothing here".

const tokens = new Set(['', 'na', 'n/a', '#n/a', '<na>', 'nan', 'null', '?', '-', '--', '\\n', 'nil']);
const longest = 4;

/** Whether a trimmed cell stands for a missing value. */
export function isMissing(cell: string): boolean {
  if (cell.length > longest) return false;
  return cell.length === 0 || tokens.has(cell.toLowerCase());
}

/** Words that mean "missing" among numbers but may be a category of their own among words. */
export const isNone = (cell: string): boolean => cell === 'None' || cell === 'none' || cell === '.';

/** Spellings of a value that is not finite. */
export function isNotFinite(cell: string): boolean {
  return /^[+-]?(?:inf(?:inity)?|nan)$/i.test(cell);
}
