// Whether a step's network can be built at all: what keeps it from running before the run says so itself.
import { errorText } from '$core/errors/error';
import { maxClasses } from '$core/pipeline/target';
import { Stream } from '$core/rng/stream';
import { samplePoint } from '$core/space/points';
import { applyParams } from '$core/space/paths';
import type { Space } from '$core/space/space';
import type { TrainConfig } from '$core/train/config';
import type { ModelShape } from './shape';
import { summarize } from './summary';

/** Points of a space that are looked at before it is said to hold no sound network. */
const looked = 60;

/** Of a table whose width is not settled: small ones, and one that nearly everything divides. */
const widths = [...Array.from({ length: 24 }, (_, i) => i + 1), 720_720];

export interface Unsound {
  readonly text: string;
  /** Id of the faulty layer, if it is one. */
  readonly at: string | null;
}

/**
 * Null where the network can be built, or may turn out so: for another width of a table, where that is known only roughly,
 * or at another point of the space that a search varies it over. The space must be sound.
 */
export function unsound(config: TrainConfig, given: ModelShape | null, space: Space = []): Unsound | null {
  if (!given) return null;
  // Too many classes are the target's fault, and told of there.
  const shape = { ...given, units: Math.min(given.units, maxClasses) };
  const { error, at } = summarize(config.layers, shape);
  if (!error) return null;
  const free = space.some(({ path }) => path.startsWith('features.'));
  const shapes = shape.exact && !free ? [shape] : [shape, ...widths.map((width) => widened(shape, width))];
  const layers = space.filter(({ path }) => path.startsWith('layers.'));
  const networks = [config.layers];
  for (let i = 0; layers.length > 0 && i < looked; i++) {
    // A parent of another kind than a layer decides as well.
    networks.push(applyParams(config, samplePoint(space, Stream.of(0, 'unsound', i))).layers);
  }
  const some = networks.some((one) => shapes.some((of) => summarize(one, of).error === null));
  return some ? null : { text: errorText(error), at };
}

const widened = (shape: ModelShape, width: number): ModelShape => ({
  ...shape,
  inputs: shape.inputs.map((input) => (input.id === 'features' ? { ...input, shape: [width] } : input)),
});
