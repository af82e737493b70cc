// Work that takes a dozen operations of tfjs and one program of ours, on backends that have it (WebGPU: a small step there
// costs what its programs cost to record, whatever they compute). Elsewhere callers use tfjs's operations.
import * as tf from '@tensorflow/tfjs-core';

export const fusedElementwise = 'TablabElementwise';
export const fusedSoftmaxCrossEntropy = 'TablabSoftmaxCrossEntropy';

export interface ElementwiseAttrs {
  /** Names the formula. */
  readonly key: string;
  /** In WGSL, over the names of the inputs and numbers. */
  readonly formula: string;
  readonly numbers: Readonly<Record<string, number>>;
}

const has = (kernel: string) => tf.getKernel(kernel, tf.getBackend()) !== undefined;

/** Whether the current backend runs formulas. */
export const runsFormulas = (): boolean => has(fusedElementwise);

/**
 * A formula over float32 tensors, in the shape of the first; the others are broadcast to it. Only where `runsFormulas`.
 * No gradient.
 */
export const formulaOf = (attrs: ElementwiseAttrs, inputs: Readonly<Record<string, tf.Tensor>>): tf.Tensor =>
  tf.engine().runKernel(fusedElementwise, { ...inputs }, { ...attrs, numbers: { ...attrs.numbers } });

/** The formula where the current backend runs formulas, else what `operations` makes of tfjs's. */
export const either = (
  key: string,
  formula: string,
  inputs: Readonly<Record<string, tf.Tensor>>,
  numbers: Readonly<Record<string, number>>,
  operations: () => tf.Tensor,
): tf.Tensor => (runsFormulas() ? formulaOf({ key: `tablab-${key}`, formula, numbers }, inputs) : operations());

/** More classes than this are faster one operation after another. */
const mostClasses = 64;

/**
 * Losses [rows] of logits [rows, classes] by class numbers [rows, 1] in float32, and their gradients [rows, classes].
 * Null where the current backend has no program for it.
 */
export function softmaxParts(logits: tf.Tensor, target: tf.Tensor) {
  if (!has(fusedSoftmaxCrossEntropy) || logits.rank !== 2 || logits.shape[1]! > mostClasses) return null;
  const parts: tf.Tensor[] = tf.engine().runKernel(fusedSoftmaxCrossEntropy, { logits, target }, {});
  const [value, gradient] = parts;
  return { value, gradient };
}
