// The ways a network of a space can grow without changing what it computes: each gene to another value, where the larger
// network can take over the weights (transplant.ts) and keeps within the limits.
import type { Scalar } from '../../fields/field';
import { Stream } from '../../rng/stream';
import { isActive, pointKey, wholeAxis } from '../../space/points';
import type { Param, ParamValues, Space } from '../../space/space';
import { valuesFor } from './others';
import type { Architectures, Network } from '../architectures';
import type { Genotype } from '../space';
import { planTransplant } from './transplant';

export const growthKinds = ['deepen', 'widen', 'branch', 'other'] as const;
export type GrowthKind = (typeof growthKinds)[number];

export interface Grown {
  readonly genotype: Genotype;
  readonly network: Network;
  readonly kind: GrowthKind;
}

/** Found growths by space and genotype. */
const known = new WeakMap<Architectures, Map<string, readonly Grown[]>>();
const remembered = 500;
/** Whether weights can be taken over does not depend on which units are repeated. */
const anyLuck = Stream.of(0, 'nas', 'growths');

/** All growths by one gene, in the order of the genes. */
export function growthsOf(architectures: Architectures, genotype: Genotype): readonly Grown[] {
  let found = known.get(architectures);
  if (!found) known.set(architectures, (found = new Map()));
  const key = pointKey(genotype);
  let growths = found.get(key);
  if (!growths) {
    growths = findGrowths(architectures, genotype);
    if (found.size >= remembered) found.clear();
    found.set(key, growths);
  }
  return growths;
}

function findGrowths(architectures: Architectures, genotype: Genotype): Grown[] {
  const { network } = architectures.judge(genotype);
  if (!network) return [];
  const { genes } = architectures;
  return genes
    .filter(({ path }) => path in genotype)
    .flatMap((gene) =>
      othersOf(gene, genotype[gene.path]).flatMap((value) =>
        completions(genes, genotype, gene.path, value).flatMap((grown) => {
          const larger = architectures.judge(grown).network;
          if (!larger || larger.cost.parameters <= network.cost.parameters) return [];
          const plan = planTransplant(network.spec, larger.spec, anyLuck);
          return plan ? [{ genotype: grown, network: larger, kind: kindOf(gene.path) }] : [];
        }),
      ),
    );
}

/** One more of a count, any other value of a choice. */
function othersOf({ domain }: Param, value: Scalar): Scalar[] {
  const axis = wholeAxis(domain);
  const from = domain.kind === 'int' ? axis.indexOf(value) + 1 : 0;
  const to = domain.kind === 'int' ? Math.min(from + 1, axis.count) : axis.count;
  return Array.from({ length: to - from }, (_, i) => axis.at(from + i)).filter((other) => other !== value);
}

/**
 * The point with one gene changed. Genes that become active copy those of the block before, without pooling; a switch
 * among them is tried both ways.
 */
function completions(genes: Space, from: ParamValues, path: string, value: Scalar): ParamValues[] {
  let points: Record<string, Scalar>[] = [{}];
  for (const param of genes) {
    points = points.flatMap((point) => {
      if (!isActive(param, point)) return [point];
      const given = param.path === path ? value : from[param.path];
      const values = given !== undefined ? [given] : valuesFor(param, point);
      return values.map((one) => ({ ...point, [param.path]: one }));
    });
  }
  return points;
}

const kindOf = (path: string): GrowthKind =>
  /(^|\.)(width|filters|embedding)$/.test(path)
    ? 'widen'
    : /^(blocks|dense)$/.test(path)
      ? 'deepen'
      : /skip$|^family$|^e\d\d$/.test(path)
        ? 'branch'
        : 'other';
