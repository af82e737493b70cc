// A strategy over architectures as a sampler of a study: points are genotypes. Genotypes to try come first; after that the
// strategy proposes, and whatever it proposes is valid, small enough, and a network that was not asked for before.
import { TablabError } from '../errors/error';
import type { Values } from '../fields/field';
import type { Ask, SamplerDef } from '../samplers/sampler';
import { pointKey, samplePoint, spaceSize } from '../space/points';
import { Stream } from '../rng/stream';
import { reasonOf, type Architectures } from './architectures';
import type { Genotype } from './space';
import type { StrategyDef } from './strategies/strategy';

/** Random draws before a space is taken to hold nothing (more) that fits. */
const maxDraws = 1000;

/** Everything that must not be proposed, as a set of point keys. */
class Refused implements Pick<ReadonlySet<string>, 'has'> {
  constructor(
    private readonly architectures: Architectures,
    private readonly seen: ReadonlySet<string>,
    private readonly networks: ReadonlySet<string>,
  ) {}

  get size(): number {
    return this.seen.size;
  }

  has(key: string): boolean {
    if (this.seen.has(key)) return true;
    const { network } = this.architectures.judgeKey(key);
    return !network || this.networks.has(network.key);
  }
}

/** Keys of the networks that earlier asks stand for; those of another data set or version count by their genotype alone. */
function askedNetworks(architectures: Architectures, { trials, pending }: Ask): Set<string> {
  const all = [...trials.map(({ params }) => params), ...pending];
  return new Set(all.flatMap((genotype) => architectures.judge(genotype).network?.key ?? []));
}

export function samplerOf(
  strategy: StrategyDef,
  options: Values<StrategyDef['fields']>,
  architectures: Architectures,
  first: readonly Genotype[] = [],
): SamplerDef {
  return {
    type: strategy.type,
    label: strategy.label,
    summary: strategy.summary,
    fields: {},
    usesResults: strategy.usesResults,
    points: (space) => Math.max(first.length, spaceSize(space)),
    check: () => problemOf(strategy, options, architectures, first),
    ask: (ask) => {
      if (ask.index < first.length) return first[ask.index];
      const refused = new Refused(architectures, ask.seen, askedNetworks(architectures, ask));
      // `has` and `size` are all that samplers use of the set.
      const seen = refused as unknown as ReadonlySet<string>;
      const allowed = (point: Genotype) => !refused.has(pointKey(point));
      const proposed = strategy.ask({ ...ask, seen, allowed, options, architectures });
      if (proposed && !refused.has(pointKey(proposed))) return proposed;
      return proposed ? drawFitting(architectures, refused, ask.rng.split('fitting')) : null;
    },
  };
}

function drawFitting(architectures: Architectures, refused: Refused, rng: Stream): Genotype | null {
  for (let draw = 0; draw < maxDraws; draw++) {
    const point = samplePoint(architectures.genes, rng.split(draw));
    if (!refused.has(pointKey(point))) return point;
  }
  return null;
}

/** What keeps a search from starting: a genotype to try that is no network, a strategy that cannot, limits that nothing keeps. */
export function problemOf(
  strategy: StrategyDef,
  options: Values<StrategyDef['fields']>,
  architectures: Architectures,
  first: readonly Genotype[],
): TablabError | null {
  for (const genotype of first) {
    const { error } = architectures.judge(genotype);
    if (error) return error;
  }
  return strategy.check?.(architectures, options) ?? nothingFits(architectures);
}

/** Draws until one network fits. */
function nothingFits(architectures: Architectures): TablabError | null {
  let last: TablabError | null = null;
  const rng = Stream.of(0, 'nas', 'fits');
  for (let draw = 0; draw < maxDraws; draw++) {
    const { error } = architectures.judge(samplePoint(architectures.genes, rng.split(draw)));
    if (!error) return null;
    last = error;
  }
  return new TablabError('nas-none-fits', { reason: last ? reasonOf(last) : '' });
}
