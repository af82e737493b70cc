// Scores from weights and their gradients, as SamsungLabs' zero-cost-nas has them: sums over the kernels of dense and
// convolution layers; biases, normalisation and embedding tables take no part.
import { log } from '$core/math/elementary';
import type { ModelSpec, Weights } from '$core/model/spec';

/** Names of the kernels of a network. */
export const kernelNames = (spec: ModelSpec): string[] =>
  spec.layers.flatMap(({ weights }) => weights.map(({ name }) => name).filter((name) => /[kK]ernel$/.test(name)));

/** Sum over the kernels of the length of their gradients. */
export function gradientNorm(kernels: readonly string[], gradients: Weights): number {
  let sum = 0;
  for (const name of kernels) {
    let squares = 0;
    for (const g of gradients.get(name)!) squares += g * g;
    sum += Math.sqrt(squares);
  }
  return sum;
}

/** Sum of |weight x gradient|: SNIP for the gradient of the loss, synflow for that of the summed outputs. */
export function saliency(kernels: readonly string[], weights: Weights, gradients: Weights): number {
  let sum = 0;
  for (const name of kernels) {
    const w = weights.get(name)!;
    const g = gradients.get(name)!;
    for (let i = 0; i < w.length; i++) sum += Math.abs(w[i] * g[i]);
  }
  return sum;
}

/** The logarithm of a positive, finite score; null of any other. */
export const logScore = (score: number): number | null => (score > 0 && score < Infinity ? log(score) : null);

/** Synflow's weights: all positive; a table of categories gives ones, as every other input is one. */
export const absolute = (weights: Weights): Map<string, Float32Array> =>
  new Map(
    [...weights].map(([name, values]) => [
      name,
      name.endsWith('/embeddings') ? values.map(() => 1) : values.map((w) => Math.abs(w)),
    ]),
  );
