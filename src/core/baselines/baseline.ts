// What a baseline is: a simple way to predict that a model has to beat. It learns from the prepared training rows, and
// answers the validation rows as a network would, so that the same metrics judge it.
import type { Prepared } from '../pipeline/prepared';
import type { Task } from '../table/types';

/** Rows of numbers, row-major. */
export interface Rows {
  readonly count: number;
  readonly width: number;
  readonly values: Float64Array;
}

export interface BaselineInput {
  readonly task: Task;
  /** Number of classes; 0 in a regression. */
  readonly classes: number;
  readonly train: Rows;
  /** Class index, or scaled value. */
  readonly target: Float32Array;
  readonly validation: Rows;
  readonly seed: number;
}

/**
 * Answers for the validation rows: rows x classes probabilities (two columns for binary), or scaled values. Yields now and
 * then, so that long work can be stopped.
 */
export type Fit = Generator<void, Float64Array>;

export interface BaselineDef {
  readonly name: string;
  readonly label: string;
  /** What it does, in a sentence. */
  readonly text: string;
  readonly source: string;
  readonly tasks: readonly Task[];
  /** It names classes without probabilities, so that a log loss says nothing of it. */
  readonly hard?: true;
  fit(input: BaselineInput): Fit;
}

/** Features of a part as float64; categories as codes become one column per code. */
export function rowsOfPart(prepared: Prepared, part: 'train' | 'validation' | 'test'): Rows {
  const { features, codes, rows } = prepared[part];
  const sizeOf = (id: string) =>
    prepared.inputs.find((input) => input.id === id)?.shape.reduce((a, b) => a * b, 1) ?? 0;
  const [wide, coded] = [sizeOf('features'), sizeOf('codes')];
  const vocabulary = prepared.inputs.find(({ id }) => id === 'codes')?.vocabulary ?? 0;
  const width = wide + vocabulary;
  const values = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < wide; k++) values[row * width + k] = features[row * wide + k];
    for (let k = 0; k < coded; k++) values[row * width + wide + codes[row * coded + k]] = 1;
  }
  return { count: rows, width, values };
}

/** Rows per class. */
export function classCounts(target: ArrayLike<number>, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (let i = 0; i < target.length; i++) counts[target[i]]++;
  return counts;
}
