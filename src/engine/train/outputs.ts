// From raw outputs to what people read: classes, probabilities, values in the target's own unit.
import { classProbabilities, predictedClasses, unscaled } from '$core/metrics/probabilities';
import type { Prepared } from '$core/pipeline/prepared';

export interface Decoded {
  /** Class index, or the value in the target's unit. */
  readonly predicted: Float32Array;
  /** rows x classes; empty for regression. */
  readonly probabilities: Float32Array;
}

type Meaning = Pick<Prepared, 'task' | 'classes' | 'targetScale'>;

export function decode(outputs: Float32Array, { task, classes, targetScale }: Meaning): Decoded {
  const raw = { task, outputs, classes: classes.length };
  const predicted = task === 'regression' ? unscaled(outputs, targetScale) : predictedClasses(raw);
  return { predicted, probabilities: classProbabilities(raw) };
}

/** Class indices stay; values go back to the target's unit. */
export const decodeTarget = (target: Float32Array, { task, targetScale }: Meaning): Float32Array =>
  task === 'regression' ? unscaled(target, targetScale) : target.slice();
