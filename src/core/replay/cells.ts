// The cells of a table of configurations, and what those of a column are: numbers, switches or words.
import type { Scalar } from '../fields/field';

/** A list holds repeats or a learning curve; null where a cell is empty. */
export type Cell = number | string | boolean | null | readonly (number | null)[];

export interface Rows {
  /** Names of the columns, each once. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** The column that holds the names under which JSON gives the results: there, and nowhere else, are the settings. */
  readonly keys?: string;
  /** What was joined of the columns of the file. */
  readonly notes?: readonly string[];
}

const plainNumber = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;
/** A code rather than a number: its leading zero says something. */
const code = /^[-+]?0\d/;

/** The number that a cell holds; NaN for what has failed or is empty; undefined for anything else. */
export function numberIn(cell: Cell): number | undefined {
  if (typeof cell === 'number') return cell;
  if (cell === null) return NaN;
  if (typeof cell !== 'string') return undefined;
  if (plainNumber.test(cell)) return Number(cell);
  if (/^[-+]?inf(?:inity)?$/i.test(cell)) return cell.startsWith('-') ? -Infinity : Infinity;
  return isMissing(cell) || /^none$/i.test(cell) ? NaN : undefined;
}

const share = /^([-+]?(?:\d+\.?\d*|\.\d+)) ?%$/;
/** What people and programs write where a training came to nothing. */
const failed =
  /^(?:fail(?:ed|ure)?|error|crash(?:ed)?|diverged|killed|oom|out of memory|time[d]?[ -]?out|missing|-+|\u2013|\u2014|\?)$/i;

/** The result that a cell holds: as `numberIn`, but percentages by the number before the sign, and words for a failure NaN. */
export function resultIn(cell: Cell): number | undefined {
  if (typeof cell !== 'string') return numberIn(cell);
  const percent = share.exec(cell);
  if (percent) return Number(percent[1]);
  return failed.test(cell) ? NaN : numberIn(cell);
}

const isNumber = (cell: Cell) => typeof cell === 'number' || (typeof cell === 'string' && isPlain(cell));
const isPlain = (text: string) => plainNumber.test(text) && !code.test(text);
const noNumber = /^(?:none|[-+]?inf(?:inity)?)$/i;
/** Empty, or a word that programs write for it. "none" is not among them: as a setting it is a choice. */
const isMissing = (cell: Cell) =>
  cell === null || Number.isNaN(cell) || (typeof cell === 'string' && /^[-+]?(?:nan|null|na|n\/a)$/i.test(cell));
const isSwitch = (cell: Cell) =>
  typeof cell === 'boolean' || (typeof cell === 'string' && /^(?:true|false)$/i.test(cell));

export type Kind = 'number' | 'switch' | 'word';

/** Of the cells that are not empty. Among numbers, words for a missing one are empty cells; among words they are words. */
export function kindOf(cells: readonly Cell[]): Kind {
  const filled = cells.filter((cell) => cell !== null);
  if (filled.every(isSwitch)) return 'switch';
  const known = filled.filter((cell) => !isMissing(cell));
  return known.length > 0 && known.every(isNumber) ? 'number' : 'word';
}

const isPercent = (cell: Cell) => typeof cell === 'string' && share.test(cell);
const isFailure = (cell: Cell) => typeof cell === 'string' && (noNumber.test(cell) || failed.test(cell));

/** Whether a column may hold results: numbers, some of which may have failed or be beyond all bounds. */
export const areResults = (cells: readonly Cell[]): boolean =>
  cells.some((cell) => isNumber(cell) || isPercent(cell)) &&
  cells.every((cell) => isNumber(cell) || isPercent(cell) || isMissing(cell) || isFailure(cell));

/** A cell as the value of a setting; undefined where it is empty. */
export function valueIn(cell: Cell, kind: Kind): Scalar | undefined {
  if (cell === null || (kind === 'number' && isMissing(cell))) return undefined;
  if (kind === 'number') return Number(cell);
  if (kind === 'switch') return String(cell).toLowerCase() === 'true';
  return (Array.isArray(cell) ? JSON.stringify(cell) : String(cell)).slice(0, 200);
}
