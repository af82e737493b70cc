// What training sees: flat arrays made from a table by a pipeline that was fitted on the training rows only.
// Arrays may lie in SharedArrayBuffers; nobody writes to them after preparation.
import type { InputSpec } from '../model/spec';
import type { Task } from '../table/types';

export interface Arrays {
  readonly rows: number;
  /** rows x size of the `features` input, row-major. Empty when the model has no such input. */
  readonly features: Float32Array;
  /** rows x columns of the `codes` input. Empty when there is none. */
  readonly codes: Int32Array;
  /** Class index (exact in float32) or the scaled regression value. */
  readonly target: Float32Array;
}

export interface Prepared {
  readonly task: Task;
  /** Class names by index; empty for regression. */
  readonly classes: readonly string[];
  /** Regression: target = (value - mean) / std, so value = target * std + mean. Classes: mean 0, std 1. */
  readonly targetScale: { readonly mean: number; readonly std: number };
  readonly inputs: readonly InputSpec[];
  /** What each number of the `features` input is, in order: `body_mass`, `species=Adelie`. Empty for images. */
  readonly featureNames: readonly string[];
  readonly train: Arrays;
  readonly validation: Arrays;
  readonly test: Arrays;
  /** Row numbers in the data set of each split; in `train` those of resampled rows repeat, and made rows have that they were made from. */
  readonly rowsOf: { readonly train: Uint32Array; readonly validation: Uint32Array; readonly test: Uint32Array };
}
