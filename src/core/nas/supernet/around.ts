// Networks around one: each gene keeps the value that it has there with some chance, and is drawn evenly otherwise. Where a space
// multiplies many choices, uniformly drawn networks share so little that no shared weight learns; networks that differ in few genes
// do. That ranking suffers with the extent of sharing, and gains where alike networks share, is known (Zhang et al. 2020, "Deeper
// insights into weight sharing in neural architecture search", arXiv 2001.01431); that most of a one-shot network should stay in
// place while parts of it are varied, too (Bender et al. 2018, PMLR 80:550). The draw itself is ours.
import type { Stream } from '../../rng/stream';
import { sample } from '../../space/domains';
import { isActive } from '../../space/points';
import type { Scalar } from '../../fields/field';
import type { Space } from '../../space/space';
import type { Architectures } from '../architectures';
import type { Genotype } from '../space';

/** A genotype of the space; a gene that the middle lacks is drawn evenly. */
export function drawAround(genes: Space, middle: Genotype, keep: number, rng: Stream): Genotype {
  const point: Record<string, Scalar> = {};
  for (const param of genes) {
    if (!isActive(param, point)) continue;
    const { path, domain } = param;
    const kept = path in middle && rng.split(path, 'keep').uniform() < keep;
    point[path] = kept ? middle[path] : sample(domain, rng.split(path));
  }
  return point;
}

/** The first of the networks to try first, else the first plain one of the space that fits. Null: there is none. */
export function middleOf(architectures: Architectures, given: readonly Genotype[]): Genotype | null {
  const { def, options, shape } = architectures;
  const known = [...given, ...(def.reference?.(options, shape.inputs) ?? [])];
  return known.find((one) => architectures.judge(one).network) ?? null;
}
