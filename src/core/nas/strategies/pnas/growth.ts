// From simple to complex networks of a space, level by level, as PNAS goes through cells block by block (Liu et al. 2018,
// section 4). Chains and cells of blocks: one block more, all else as it was. Cells with operations on edges: one node more
// on a way from the input to the output, with any operations on its edges.
import type { Stream } from '../../../rng/stream';
import type { Scalar } from '../../../fields/field';
import { complete, otherValue } from '../../../samplers/moves';
import { contains, sizeOfDomain } from '../../../space/domains';
import type { Space } from '../../../space/space';
import type { Genotype } from '../../space';
import { edges201, liveEdges, ops201 } from '../../spaces/cell201';

export interface Growth {
  /** Levels 1 to this. */
  readonly levels: number;
  levelOf(genotype: Genotype): number;
  /** A random network of the first level. */
  seed(rng: Stream): Genotype;
  /** A random network of the next level that the given one is part of. */
  grow(parent: Genotype, rng: Stream): Genotype;
}

/** How the networks of a space grow; null where it has no measure of that. `absent`: see `ArchSpaceDef`. */
export function growthOf(space: Space, absent?: Scalar): Growth | null {
  const count = space.find(({ path }) => path === 'blocks')?.domain;
  if (count?.kind === 'int') return byBlocks(space, count.low, count.high);
  if (absent !== undefined) return byLayers(space, absent);
  const paths = space.map(({ path }) => path);
  return edges201.every(([gene]) => paths.includes(gene)) ? byNodes : null;
}

const byBlocks = (space: Space, low: number, high: number): Growth => ({
  levels: high - low + 1,
  levelOf: ({ blocks }) => Number(blocks) - low + 1,
  seed: (rng) => complete(space, { blocks: low }, rng),
  grow: (parent, rng) => complete(space, { ...parent, blocks: Number(parent.blocks) + 1 }, rng),
});

/** One layer more at any place that has none. */
function byLayers(space: Space, absent: Scalar): Growth {
  const genes = space.filter(({ domain }) => contains(domain, absent) && sizeOfDomain(domain) > 1);
  const empty = (genotype: Genotype) => genes.filter(({ path }) => genotype[path] === absent);
  const nothing = Object.fromEntries(genes.map(({ path }) => [path, absent]));
  const grow = (parent: Genotype, rng: Stream): Genotype => {
    const free = empty(parent);
    if (free.length === 0) return parent;
    const { path, domain } = free[rng.split('place').below(free.length)];
    return { ...parent, [path]: otherValue(domain, absent, 0, rng.split('layer')) };
  };
  return {
    levels: Math.max(1, genes.length),
    levelOf: (genotype) => Math.max(1, genes.length - empty(genotype).length),
    seed: (rng) => grow(complete(space, nothing, rng.split('others')), rng),
    grow,
  };
}

const maxDraws = 100;
const operations = ops201.filter((op) => op !== 'none');

const byNodes: Growth = {
  levels: 3,
  levelOf: (genotype) => {
    const nodes = new Set(liveEdges(genotype).flatMap(([, from, to]) => [from, to]));
    return Math.max(1, nodes.size - 1);
  },
  seed: (rng) => ({
    ...Object.fromEntries(edges201.map(([gene]) => [gene, 'none'])),
    e03: operations[rng.below(operations.length)],
  }),
  grow: (parent, rng) => {
    const live = new Set(liveEdges(parent).map(([gene]) => gene));
    for (let draw = 0; draw < maxDraws; draw++) {
      const child = Object.fromEntries(
        edges201.map(([gene]) => {
          const own = rng.split(draw, gene);
          const drawn = ops201[own.below(ops201.length)];
          // The direct edge may go once there is another way.
          const kept = live.has(gene) && !(gene === 'e03' && drawn === 'none');
          return [gene, kept ? parent[gene] : drawn];
        }),
      );
      if (byNodes.levelOf(child) === byNodes.levelOf(parent) + 1) return child;
    }
    return parent;
  },
};
