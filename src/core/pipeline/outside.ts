// Values that a column's steps cannot take, such as a negative number for a logarithm that training rows allowed. In rows
// that nothing is fitted on they count as missing, which every column has an answer to, and are told of.
import { TablabError } from '../errors/error';
import type { FittedStep, FittedSteps } from './fitted';
import { runStep } from './recipeSteps';

/** What a step did not take, by column. */
export interface Outside {
  readonly column: string;
  readonly step: string;
  readonly needs: string;
  readonly example: number;
  readonly rows: number;
}

export interface Stepped {
  readonly values: Float64Array;
  /** By row: 1 where the value is missing, or counts as such. */
  readonly absent: Uint8Array;
  readonly outside: readonly Outside[];
}

export const isDomain = (error: unknown): error is TablabError =>
  error instanceof TablabError && error.code === 'step-domain';

/** Why one value does not go through the steps of its column, or null. */
export function whyOutside({ column, transforms, scale }: FittedSteps, value: number): TablabError | null {
  try {
    through([...transforms, scale], Float64Array.of(value), column);
    return null;
  } catch (error) {
    if (isDomain(error)) return error;
    throw error;
  }
}

/**
 * The values of a column after its steps. `source`: one number a row, NaN where it is missing. Throws `step-domain` where
 * the value that fills gaps is itself outside.
 */
export function stepped(fitted: FittedSteps, source: Float64Array): Stepped {
  const { column, fill, transforms, scale } = fitted;
  const steps = [...transforms, scale];
  const absent = Uint8Array.from(source, (value) => Number(Number.isNaN(value)));
  const filled = () => source.map((value, row) => (absent[row] ? fill : value));
  try {
    return { values: through(steps, filled(), column), absent, outside: [] };
  } catch (error) {
    if (!isDomain(error)) throw error;
  }
  const known = new Map<number, TablabError | null>();
  const found = new Map<string, Outside>();
  source.forEach((value, row) => {
    if (absent[row]) return;
    let why = known.get(value);
    if (why === undefined) known.set(value, (why = whyOutside(fitted, value)));
    if (why === null) return;
    absent[row] = 1;
    const step = String(why.details.step);
    const before = found.get(step) ?? { column, step, needs: String(why.details.needs), example: value, rows: 0 };
    found.set(step, { ...before, rows: before.rows + 1 });
  });
  return { values: through(steps, filled(), column), absent, outside: [...found.values()] };
}

const through = (steps: readonly FittedStep[], values: Float64Array, column: string): Float64Array =>
  steps.reduce<Float64Array>((now, step) => runStep(step, now, column), values);
