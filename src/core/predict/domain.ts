// Rows that a column's steps cannot take and that nothing can stand in for: the number that fills its gaps is not taken
// either, such as the logarithm of a constant 0. They alone get no prediction.
import type { TablabError } from '../errors/error';
import type { FittedPipeline, FittedSteps } from '../pipeline/fitted';
import { whyOutside, type Outside } from '../pipeline/outside';
import { asNumbers } from '../pipeline/values';
import type { Table } from '../table/types';

/** What refused rows, by column and step. */
export interface Refusal {
  readonly column: string;
  readonly step: string;
  readonly needs: string;
  readonly example: number;
  rows: number;
}

/** What is gathered over the pieces of a table. */
export interface Told {
  readonly refusals: Map<string, Refusal>;
  /** Values that count as missing, by column and step. */
  readonly outside: Map<string, Outside>;
}
export const nothingTold = (): Told => ({ refusals: new Map(), outside: new Map() });

export function addOutside(outside: Told['outside'], found: Outside): void {
  const key = `${found.column} ${found.step}`;
  const known = outside.get(key);
  outside.set(key, known ? { ...known, rows: known.rows + found.rows } : found);
}

/** Marks in `refused` the rows of a derived table that cannot be encoded, and adds to `refusals` why. */
export function markRefused(
  pipeline: Pick<FittedPipeline, 'columns'>,
  table: Table,
  refused: Uint8Array,
  refusals: Map<string, Refusal>,
): void {
  const byName = new Map(table.columns.map((column) => [column.name, column]));
  for (const fitted of pipeline.columns) {
    if (fitted.kind !== 'steps') continue;
    const column = byName.get(fitted.column);
    const values = column && asNumbers({ ...column, type: fitted.type });
    if (values) markColumn(fitted, values, refused, refusals);
  }
}

function markColumn(
  fitted: FittedSteps,
  source: Float64Array,
  refused: Uint8Array,
  refusals: Map<string, Refusal>,
): void {
  // Otherwise it stands in for whatever the steps do not take.
  const fill = whyOutside(fitted, fitted.fill);
  if (!fill) return;
  const known = new Map<number, TablabError | null>();
  source.forEach((value, row) => {
    let why = Number.isNaN(value) ? fill : known.get(value);
    if (why === undefined) known.set(value, (why = whyOutside(fitted, value)));
    if (why === null) return;
    if (!refused[row]) note(refusals, fitted.column, why, Number.isNaN(value) ? fitted.fill : value);
    refused[row] = 1;
  });
}

function note(refusals: Map<string, Refusal>, column: string, { details }: TablabError, example: number): void {
  const step = String(details.step);
  const key = `${column} ${step}`;
  const known = refusals.get(key) ?? { column, step, needs: String(details.needs), example, rows: 0 };
  known.rows++;
  refusals.set(key, known);
}
