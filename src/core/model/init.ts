// First weights, drawn here and not by an engine, so that every executor starts from the same bits.
import type { Stream } from '../rng/stream';
import { sizeOf, weightsOf, type ModelSpec, type WeightSpec } from './spec';

/** Draws lie in +-limit. Ranges: Glorot & Bengio 2010, He et al. 2015; embeddings uniform in +-0.05 as Keras. */
export function limitOf({ initializer, fanIn, fanOut }: WeightSpec): number {
  if (initializer === 'glorotUniform') return Math.sqrt(6 / (fanIn + fanOut));
  return initializer === 'heUniform' ? Math.sqrt(6 / fanIn) : 0.05;
}

/** Draws one weight. */
export function initWeight(weight: WeightSpec, rng: Stream): Float32Array<ArrayBuffer> {
  const values = new Float32Array(sizeOf(weight.shape));
  if (weight.initializer === 'ones') return values.fill(1);
  if (weight.initializer === 'zeros') return values;
  const limit = limitOf(weight);
  for (let i = 0; i < values.length; i++) values[i] = (2 * rng.uniform() - 1) * limit;
  return values;
}

/** All weights of a model; each has its own stream below `rng`, named by the weight. */
export function initWeights(spec: ModelSpec, rng: Stream): Map<string, Float32Array<ArrayBuffer>> {
  return new Map(weightsOf(spec).map((weight) => [weight.name, initWeight(weight, rng.split(weight.name))]));
}
