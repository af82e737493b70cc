// What is different about new rows: a coded text at the column concerned, with how many rows it concerns.
import { TablabError, type ErrorDetails, type PlainError } from '../errors/error';
import { grouped } from '../format';
import type { ErrorCode } from '../errors/catalogue';

/** `note`: as it should be; `warning`: predicted all the same; `refused`: these rows get no prediction. */
export type FindingLevel = 'note' | 'warning' | 'refused';

export interface Finding {
  readonly column: string;
  readonly level: FindingLevel;
  readonly rows: number;
  readonly text: PlainError;
}

export const finding = (
  code: Extract<ErrorCode, `predict-${string}`>,
  level: FindingLevel,
  column: string,
  rows: number,
  details: ErrorDetails = {},
): Finding => ({
  column,
  level,
  rows,
  text: new TablabError(code, { column, rows, ...details }).toPlain(),
});

/** A value or a name in a sentence, never longer than a line. */
export const quoted = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

/** A number in a sentence: four digits where it is not whole. */
export const short = (value: number): string =>
  grouped(Number.isInteger(value) && Math.abs(value) < 1e15 ? value : Number(value.toPrecision(4)));
