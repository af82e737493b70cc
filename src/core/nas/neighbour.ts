// A network one gene away from another one: where weights can be inherited from.
import type { Stream } from '../rng/stream';
import { changeable, complete, valuesNear } from '../samplers/moves';
import type { Architectures } from './architectures';
import type { Genotype } from './space';

const tries = 60;

/** Another network that fits; null where none was found. */
export function neighbourOf(architectures: Architectures, genotype: Genotype, rng: Stream): Genotype | null {
  const own = architectures.network(genotype).key;
  for (let n = 0; n < tries; n++) {
    const luck = rng.split(n);
    const genes = changeable(architectures.genes, genotype);
    const { path, domain } = genes[luck.below(genes.length)];
    const values = valuesNear(domain, genotype[path], 0.001);
    if (values.length === 0) continue;
    const changed = { ...genotype, [path]: values[luck.below(values.length)] };
    const point = complete(architectures.genes, changed, luck);
    const { network } = architectures.judge(point);
    if (network && network.key !== own) return point;
  }
  return null;
}
