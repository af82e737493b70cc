// Rows that a column's steps cannot take, such as the logarithm of a negative number. In training such a value refuses
// the whole preparation; here its rows alone get no prediction, and the others go on.
import { TablabError } from '../errors/error';
import type { FittedPipeline, FittedSteps } from '../pipeline/fitted';
import { runStep } from '../pipeline/recipeSteps';
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
  let values: Float64Array = source.map((value) => (Number.isNaN(value) ? fitted.fill : value));
  for (const step of [...fitted.transforms, fitted.scale]) {
    try {
      values = runStep(step, values, fitted.column);
    } catch (error) {
      if (!isDomain(error)) throw error;
      // One by one: which of them it is. What is refused goes on as the first value that is not.
      const good: number[] = [];
      values.forEach((value, row) => {
        try {
          runStep(step, Float64Array.of(value), fitted.column);
          good.push(row);
        } catch (reason) {
          if (!isDomain(reason)) throw reason;
          if (!refused[row]) note(refusals, fitted.column, reason, value);
          refused[row] = 1;
        }
      });
      if (good.length === 0) return;
      const kept = new Set(good);
      values = runStep(
        step,
        values.map((value, row) => (kept.has(row) ? value : values[good[0]])),
        fitted.column,
      );
    }
  }
}

const isDomain = (error: unknown): error is TablabError => error instanceof TablabError && error.code === 'step-domain';

function note(refusals: Map<string, Refusal>, column: string, { details }: TablabError, example: number): void {
  const step = String(details.step);
  const key = `${column} ${step}`;
  const known = refusals.get(key) ?? { column, step, needs: String(details.needs), example, rows: 0 };
  known.rows++;
  refusals.set(key, known);
}
