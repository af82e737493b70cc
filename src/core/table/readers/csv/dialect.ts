// How a text file is laid out, found from its beginning: the separator, lines before the table, a header or not.
import { isMissing } from '../../values/missing';
import { parsePlain, parseStyled } from '../../values/numbers';
import { isBlank, QuoteNeverClosed, sampleRows, type Rows, type TokenOptions } from './tokens';

export interface Dialect extends TokenOptions {
  /** Rows (blank ones not counted) before the first row of data, the header among them. */
  readonly skip: number;
  /** Names as written; null when there is no header. */
  readonly header: readonly string[] | null;
  readonly width: number;
  /** Lines before header and data that belong to neither. */
  readonly preamble: Rows;
  /** Names of the classes in the last column, from a first line of counts and names (as scikit-learn ships its sets). */
  readonly classNames: readonly string[] | null;
  /** The header stands in two lines. */
  readonly double: boolean;
  /** The header lacks the name of the first column (as R writes it). */
  readonly rowNames: boolean;
  /** Rows of data in the sample. */
  readonly sample: Rows;
}

const delimiters = [',', '\t', ';', '|', ' '];
const mostRows = 1000;

/** Finds the layout from the first characters of a file. `cut`: the file goes on after them. */
export function sniff(text: string, cut: boolean, quotes: boolean): Dialect {
  // Excel's own mark: a first line that names the separator.
  const said = /^sep=([^\n])\n/i.exec(text);
  if (said) {
    const options = { delimiter: said[1], quotes };
    const found = layOut(nonBlank(text.slice(said[0].length), options, cut), options);
    return { ...found, skip: found.skip + 1 };
  }
  let best: { delimiter: string; rows: Rows; score: number } | undefined;
  for (const delimiter of delimiters) {
    const rows = nonBlank(text, { delimiter, quotes }, cut);
    const score = scoreOf(rows, delimiter);
    if (!best || score > best.score) best = { delimiter, rows, score };
  }
  const { delimiter, rows, score } = best!;
  // Nothing separates cells consistently: one column, whose lines may well hold commas.
  if (score === 0) return layOut(nonBlank(text, { delimiter: ',', quotes }, cut), { delimiter: ',', quotes });
  return layOut(rows, { delimiter, quotes });
}

function nonBlank(text: string, options: TokenOptions, cut: boolean): Rows {
  try {
    return sampleRows(text, options, cut)
      .filter((row) => !isBlank(row))
      .slice(0, mostRows);
  } catch (error) {
    if (error instanceof QuoteNeverClosed) return [];
    throw error;
  }
}

/** Most frequent number of cells in a row; ties go to that of the first row, else to the larger. */
function modalWidth(rows: Rows): { width: number; share: number } {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  let width = 0;
  let most = 0;
  for (const [cells, count] of counts) {
    if (count > most || (count === most && cells > width && width !== rows[0].length)) [width, most] = [cells, count];
  }
  return { width, share: rows.length > 0 ? most / rows.length : 0 };
}

/** How well a separator explains the rows: 0 when it separates nothing. */
function scoreOf(rows: Rows, delimiter: string): number {
  // R leaves the name of the first column out of a blank-separated header.
  const { width, share } = modalWidth(delimiter === ' ' && rows.length > 2 ? rows.slice(1) : rows);
  if (width < 2) return 0;
  // Prose has blanks everywhere: they count only when every line has as many.
  if (delimiter === ' ' && share < 0.95) return 0;
  // A decimal comma splits "1,5;2,5" evenly too, so whole cells that are numbers or words of one kind weigh in.
  return (
    share * share * (1 - 1 / (width + 1)) * (delimiter === ' ' ? 0.6 : 1) * (0.5 + cleanShare(rows, width, delimiter))
  );
}

/** Share of cells that do not contain another candidate separator. */
function cleanShare(rows: Rows, width: number, delimiter: string): number {
  let cells = 0;
  let clean = 0;
  for (const row of rows.slice(0, 200)) {
    if (row.length !== width) continue;
    for (const cell of row) {
      cells++;
      // Runs of blanks inside a cell are columns set by hand, as old data sets have them.
      const blanks = /\S {2,}\S/.test(cell) && !/[a-z]{2}/i.test(cell);
      if (!blanks && !/[;\t|]/.test(cell) && (delimiter !== ' ' || !cell.endsWith(','))) clean++;
    }
  }
  return cells > 0 ? clean / cells : 0;
}

const isNumber = (cell: string) =>
  !Number.isNaN(parsePlain(cell)) || !Number.isNaN(parseStyled(cell, { decimal: ',', thousands: '' }));

/** A cell that a header would hold: not empty, not a number, not a mark for a missing value. */
const isName = (text: string) => {
  const cell = text.trim();
  return cell !== '' && !isNumber(cell) && !isMissing(cell);
};

function layOut(rows: Rows, options: TokenOptions): Dialect {
  const { width } = modalWidth(rows.length > 3 ? rows.slice(1) : rows);
  const classNames = classNamesOf(rows, width);
  let start = classNames ? 1 : 0;
  // Lines that cannot be the header: fewer cells than the table, before it.
  while (!classNames && start < Math.min(rows.length - 1, 30) && isPreamble(rows, start, width)) start++;
  const preamble = classNames ? [] : rows.slice(0, start);
  const double = doubleHeader(rows.slice(start), width);
  const first = double ?? rows[start] ?? [];
  const lines = double ? 2 : 1;
  const body = rows.slice(start + lines);
  const rowNames = first.length === width - 1 && width > 2 && body.length > 0 && first.every(isName);
  const wide = Math.max(width, first.length > width && first.some(isName) ? first.length : 0, 1);
  const header = double !== null || rowNames || hasHeader(first, body);
  return {
    ...options,
    skip: start + (header ? lines : 0),
    header: header ? (rowNames ? ['row', ...first] : uncommented(first)) : null,
    width: wide,
    preamble,
    classNames,
    double: double !== null,
    rowNames,
    sample: header ? body : rows.slice(start),
  };
}

/** A header behind a comment sign, as NumPy writes it. */
const uncommented = ([head, ...names]: readonly string[]) => [head.replace(/^\s*#\s*(?=\S)/, ''), ...names];

/** The names in a first line of row count, feature count and class names, when the rest of the sample agrees. */
function classNamesOf(rows: Rows, width: number): readonly string[] | null {
  const [count, features, ...names] = rows[0] ?? [];
  if (names.length < 2 || !/^\d+$/.test(count) || Number(features) !== width - 1 || !names.every(isName)) return null;
  const indices = rows.slice(1).map((row) => Number(row[width - 1]));
  return indices.every((index) => Number.isInteger(index) && index >= 0 && index < names.length) ? names : null;
}

function isPreamble(rows: Rows, at: number, width: number): boolean {
  const row = rows[at];
  if (width < 2) return false;
  const filled = row.filter((cell) => cell.trim() !== '').length;
  if (row[0].trimStart().startsWith('#') && row.length !== width) return true;
  // Half empty or less, and the table proper follows within the sample.
  return (
    (row.length < width - 1 || filled <= width / 4) &&
    rows.slice(at + 1, at + 40).some((r) => r.length === width && r.every((cell) => cell.trim() !== ''))
  );
}

/**
 * Names of two lines, as surveys write them: a question once above the columns of its answers, and the answers below it.
 * Null unless the second line names what the first leaves open, and neither is a row of data.
 */
function doubleHeader([first = [], second = [], ...body]: Rows, width: number): string[] | null {
  if (first.length !== width || second.length !== width || body.length < 2) return null;
  const open = first.flatMap((cell, c) => (cell.trim() === '' ? [c] : []));
  const isWord = (cell: string) => cell.trim() === '' || isName(cell);
  if (open.length < 2 || open.includes(0) || !first.every(isWord) || !second.every(isWord)) return null;
  if (open.some((c) => second[c].trim() === '')) return null;
  // Numbers below words: a table of nothing but words may well begin with gaps.
  const numbers = (c: number) => {
    const cells = body.map((row) => (row[c] ?? '').trim()).filter((cell) => !isMissing(cell));
    return cells.length > 0 && cells.every(isNumber);
  };
  if (!first.some((_, c) => numbers(c))) return null;
  let above = '';
  return first.map((cell, c) => {
    if (cell.trim() !== '') above = cell.trim();
    const shared = cell.trim() === '' || (open.includes(c + 1) && second[c].trim() !== '');
    return shared ? `${above.slice(0, 120)}: ${second[c].trim()}` : above;
  });
}

/** Columns that a program numbered for want of names: 0, 1, 2 or 1, 2, 3, with names among them. */
function isNumbered(first: readonly string[], [next = []]: Rows): boolean {
  const numbers = (row: readonly string[]) => row.map((cell) => cell.trim()).filter(isNumber);
  const counting = (cells: readonly string[]) =>
    [0, 1].some((start) => cells.every((cell, i) => cell === String(start + i)));
  const found = numbers(first);
  return found.length > 2 && counting(found) && !counting(numbers(next));
}

/** Whether the first row names the columns: it holds no number, or words stand above columns of numbers. */
function hasHeader(first: readonly string[], body: Rows): boolean {
  if (first.length === 0) return false;
  if (isNumbered(first, body)) return true;
  if (first.every((cell) => isNumber(cell.trim()) || isMissing(cell.trim()))) return false;
  if (body.length === 0) return true;
  let votes = 0;
  for (let c = 0; c < first.length; c++) {
    const head = first[c].trim();
    const cells = body
      .slice(0, 100)
      .map((row) => (row[c] ?? '').trim())
      .filter((cell) => !isMissing(cell));
    if (cells.length === 0) continue;
    const numbers = cells.filter(isNumber).length / cells.length;
    // Row numbers written along by a data frame have no name.
    if (c === 0 && head === '' && countsUp(cells)) votes++;
    else if (numbers > 0.8) votes += isYear(head) && !cells.every(isYear) ? 0 : isNumber(head) || head === '' ? -1 : 1;
    // A word that occurs again below is a value, not a name.
    else if (cells.includes(head)) votes -= 1;
    else if (numbers === 0 && isNumber(head)) votes -= 1;
  }
  if (votes !== 0) return votes > 0;
  // All words or years, none repeated: a header when all names differ.
  return (
    new Set(first.map((cell) => cell.trim())).size === first.length &&
    first.every((cell) => !isNumber(cell.trim()) || isYear(cell.trim()))
  );
}

const countsUp = (cells: readonly string[]) =>
  cells.length > 2 && cells.every((cell, i) => Number(cell) === Number(cells[0]) + i);

const isYear = (cell: string) => /^(?:1[5-9]|20)\d\d$/.test(cell);
