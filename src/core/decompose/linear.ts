// Decompositions whose output is linear in the input: z = (x - mean) W^T, with W one row per component.
import { dense, minusRow, times, timesTransposed, type Dense } from '../math/dense';

export type LinearState = Readonly<Record<string, number | readonly number[]>> & {
  readonly components: number;
  /** Numbers in; taken off before the product where `mean` is not empty. */
  readonly width: number;
  readonly mean: readonly number[];
  /** components x width, row-major. */
  readonly weights: readonly number[];
};

export const rows = (values: readonly number[], count: number, width: number): Dense =>
  dense(count, width, new Float64Array(values));

export function applyLinear({ components, width, mean, weights }: LinearState, x: Dense): Dense {
  const centre = mean.length > 0 ? Float64Array.from(mean) : undefined;
  return timesTransposed(x, rows(weights, components, width), centre);
}

/** z B + mean for `basis` components x width. */
export function backLinear({ components, width, mean }: LinearState, basis: readonly number[], z: Dense): Dense {
  const out = times(z, rows(basis, components, width));
  if (mean.length === 0) return out;
  return minusRow(
    out,
    mean.map((m) => -m),
  );
}

export const numbered = (word: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${word} ${i + 1}`);
