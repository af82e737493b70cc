// What a generator is: a pure function of its options and a seed. Same options, same seed, same bits everywhere,
// so only core/math and core/rng may compute what ends up in the table.
import { float, int, type Fields, type Scalar, type Values } from '$core/fields/field';
import type { Table } from '$core/table/types';

export type Generate = (options: Readonly<Record<string, Scalar>>, seed: number) => Table;

/** Types a generator by its own fields and hands it out under the general type. */
export function generator<F extends Fields>(generate: (options: Values<F>, seed: number) => Table): Generate {
  return generate as unknown as Generate;
}

export const rowsField = (rows: number) => int('Rows', rows, 20, 200_000, { log: true });
/** Standard deviation of the normal noise, in the units of the features. */
export const noiseField = (noise: number, max = 2) => float('Noise', noise, 0, max, { step: 0.01 });
/** Share of labels replaced by another class. */
export const flipField = float('Flipped labels', 0, 0, 0.5, { step: 0.01, help: 'Share of labels that are wrong.' });
