// The one definition of dropout masks, so that every executor silences the same elements (docs/engine.md).
import { Stream } from '$core/rng/stream';

/** Elements whose draw lies below this many out of 2^32 are silenced. rate: 0 up to, not including, 1. */
export const dropThreshold = (rate: number): number => Math.ceil(rate * 4294967296);

/** What kept elements are multiplied by: 1 / (1 - rate), computed in float64 and rounded to float32. */
export const keepScale = (rate: number): number => Math.fround(1 / (1 - rate));

/**
 * The factors of one layer in one step, row-major over rows x elements: 0 for silenced elements, `keepScale` for the
 * rest. Element i is kept when draw i of the stream `dropout/<layer>/<epoch>/<step>` is at least `dropThreshold`.
 */
export function dropoutMask(seed: number, layer: string, epoch: number, step: number, rate: number, size: number) {
  const stream = Stream.of(seed, 'dropout', layer, epoch, step);
  const threshold = dropThreshold(rate);
  const scale = keepScale(rate);
  const mask = new Float32Array(size);
  for (let i = 0; i < size; i++) if (stream.uint32() >= threshold) mask[i] = scale;
  return mask;
}
