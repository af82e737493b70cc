// The networks that are ranked with the shared weights: different ones, those given first.
import type { Stream } from '../../rng/stream';
import type { Architectures } from '../architectures';
import type { Genotype } from '../space';
import type { Drawn, Paths } from './paths';

/** Draws for each network that is wanted: a small space, or a sure controller, has fewer. */
const drawsEach = 20;

/** `count` networks, or as many different ones as were drawn, and the given ones beside them. */
export function candidatesOf(
  architectures: Architectures,
  paths: Paths,
  given: readonly Genotype[],
  count: number,
  rng: Stream,
): Drawn[] {
  const found = new Map<string, Drawn>();
  for (const genotype of given) {
    const { network } = architectures.judge(genotype);
    if (network && !found.has(network.key)) found.set(network.key, { genotype, network });
  }
  const wanted = found.size + count;
  for (let draw = 0; draw < drawsEach * count && found.size < wanted; draw++) {
    const drawn = paths.draw(rng.split(draw));
    if (!found.has(drawn.network.key)) found.set(drawn.network.key, drawn);
  }
  return [...found.values()];
}
