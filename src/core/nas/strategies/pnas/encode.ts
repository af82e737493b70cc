// A network as its predictor sees it: for each role (the width of a block, an operation, an activation) the values of all its
// genes, averaged, so that networks of any number of blocks have the same form (Liu et al. 2018, section 4.3). A gene of a
// block also counts under its own name, for what its place does, and of a cell also the ways through it.
import { pointKey } from '../../../space/points';
import type { Scalar } from '../../../fields/field';
import type { Architectures } from '../../architectures';
import type { Genotype } from '../../space';
import { pathsOf } from '../bayes/encoding';

/** The inputs that are not 0, and their sizes. */
export interface Sparse {
  readonly at: readonly number[];
  readonly weight: readonly number[];
}

export class Encoder {
  private readonly slots = new Map<string, number>();

  constructor(private readonly architectures: Pick<Architectures, 'def' | 'options' | 'genes'>) {}

  /** Inputs so far. */
  get size(): number {
    return this.slots.size;
  }

  /** A network to learn from: its values get inputs. */
  learn(genotype: Genotype): Sparse {
    for (const { key } of this.values(genotype)) if (!this.slots.has(key)) this.slots.set(key, this.slots.size);
    return this.encode(genotype);
  }

  /** A network to predict: values that none of the learned ones had say nothing. */
  encode(genotype: Genotype): Sparse {
    const values = this.values(genotype);
    const counts = new Map<string, number>();
    for (const { name } of values) counts.set(name, (counts.get(name) ?? 0) + 1);
    const sums = new Map<number, number>();
    for (const { name, key } of values) {
      const slot = this.slots.get(key);
      if (slot !== undefined) sums.set(slot, (sums.get(slot) ?? 0) + 1 / counts.get(name)!);
    }
    return { at: [...sums.keys()], weight: [...sums.values()] };
  }

  /** The values of a network by the names under which they count. */
  private values(genotype: Genotype): { name: string; key: string }[] {
    const { def, options, genes } = this.architectures;
    const own = ordered(genotype);
    const named = genes
      .filter(({ path }) => path in own)
      .flatMap(({ path }) => namesOf(path).map((name) => ({ name, key: pointKey({ [name]: own[path] }) })));
    const ways = (def.cells?.(genotype, options) ?? []).flatMap(({ title, edges }) =>
      pathsOf(edges).map((way) => ({ name: title, key: `${title} ${way}` })),
    );
    return [...named, ...ways];
  }
}

/** The role of a gene, and its own name where that is another. */
function namesOf(path: string): string[] {
  const role = path.replace(/(^|\.)b\d+\./, '$1').replace(/^e\d+$/, 'edge');
  return role === path ? [path] : [`any ${role}`, path];
}

/** The two halves of each block in a fixed order: a sum does not care. */
function ordered(genotype: Genotype): Genotype {
  const genes: Record<string, Scalar> = { ...genotype };
  for (const path of Object.keys(genotype)) {
    if (!path.endsWith('.in1')) continue;
    const block = path.slice(0, -3);
    const half = (side: 1 | 2) => `${String(genes[`${block}in${side}`])} ${String(genes[`${block}op${side}`])}`;
    if (half(1) <= half(2)) continue;
    for (const part of ['in', 'op']) {
      const [one, two] = [`${block}${part}1`, `${block}${part}2`];
      [genes[one], genes[two]] = [genes[two], genes[one]];
    }
  }
  return genes;
}
