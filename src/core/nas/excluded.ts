// What the limits and the rules of layers leave out of a space, told by random genotypes: most spaces are too large to count.
import { Stream } from '../rng/stream';
import { samplePoint } from '../space/points';
import type { Architectures } from './architectures';

export interface Excluded {
  readonly drawn: number;
  /** Beyond a limit on parameters, operations, memory or layers. */
  readonly tooLarge: number;
  /** Shapes that collapse, cells that are not connected, levels of fidelity that cannot be trained. */
  readonly invalid: number;
}

/** The same genotypes for the same space, whatever the limits: so that a change of limits can be seen. */
export function excludedOf(architectures: Architectures, drawn = 200): Excluded {
  let [tooLarge, invalid] = [0, 0];
  for (let i = 0; i < drawn; i++) {
    const genotype = samplePoint(architectures.genes, Stream.of(0, 'nas', 'excluded', i));
    const { error } = architectures.judge(genotype);
    if (error?.code === 'nas-too-large') tooLarge++;
    else if (error) invalid++;
  }
  return { drawn, tooLarge, invalid };
}
