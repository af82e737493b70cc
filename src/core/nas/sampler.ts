// A strategy over architectures as a sampler of a study: points are genotypes. Genotypes to try come first; after that the
// strategy proposes, and whatever it proposes is valid, small enough, and a network that was not asked for before.
import { TablabError } from '../errors/error';
import type { Values } from '../fields/field';
import type { Ask, SamplerDef } from '../samplers/sampler';
import { pointKey, samplePoint, spaceSize } from '../space/points';
import { Stream } from '../rng/stream';
import { noneFit, type Architectures, type Network } from './architectures';
import type { Alphas } from './darts/genotypes';
import type { Genotype } from './space';
import type { StrategyDef } from './strategies/strategy';
import type { RankedNetwork } from './supernet/supernet';

/** Random draws before a space is taken to hold nothing (more) that fits. */
const maxDraws = 1000;

/** Proposals of which the one with the best score is asked. `score`: null for a network without one. */
export interface Preselection {
  readonly of: number;
  score(network: Network): number | null;
}

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
  preselection?: Preselection,
  found?: () => Alphas | undefined,
  ranking?: () => readonly RankedNetwork[] | undefined,
): SamplerDef {
  const { lineage } = strategy;
  const propose = (ask: Ask, networks: ReadonlySet<string>): Genotype | null => {
    const refused = new Refused(architectures, ask.seen, networks);
    // `has` and `size` are all that samplers use of the set.
    const seen = refused as unknown as ReadonlySet<string>;
    const allowed = (point: Genotype) => !refused.has(pointKey(point));
    const alphas = found?.();
    const known = { architectures, given: first.length, ranking: ranking?.(), ...(alphas ? { alphas } : {}) };
    const proposed = strategy.ask({ ...ask, seen, allowed, options, ...known });
    if (proposed && (!refused.has(pointKey(proposed)) || (lineage && architectures.judge(proposed).network)))
      return proposed;
    return proposed ? drawFitting(architectures, refused, ask.rng.split('fitting')) : null;
  };
  return {
    type: strategy.type,
    label: strategy.label,
    summary: strategy.summary,
    fields: {},
    usesResults: strategy.usesResults,
    ...(lineage ? { group: lineage.group(options) } : {}),
    points: (space) => (lineage ? Infinity : Math.max(first.length, spaceSize(space))),
    check: () => problemOf(strategy, options, architectures, first),
    ask: (ask) => {
      if (ask.index < first.length) return first[ask.index];
      const networks = askedNetworks(architectures, ask);
      if (!preselection) return propose(ask, networks);
      return bestOf(preselection, architectures, (candidates, n) => {
        const rng = ask.rng.split('candidate', n);
        const seen = new Set([...ask.seen, ...candidates.map(pointKey)]);
        const asked = candidates.flatMap((one) => architectures.judge(one).network?.key ?? []);
        return propose({ ...ask, rng, seen }, new Set([...networks, ...asked]));
      });
    },
  };
}

/** The candidate with the best score, of equals the first; those without a score come last. Null when there are none. */
function bestOf(
  { of, score }: Preselection,
  architectures: Architectures,
  draw: (candidates: readonly Genotype[], n: number) => Genotype | null,
): Genotype | null {
  const candidates: Genotype[] = [];
  let best: { genotype: Genotype; score: number } | null = null;
  for (let n = 0; n < of; n++) {
    const genotype = draw(candidates, n);
    if (!genotype) break;
    candidates.push(genotype);
    const { network } = architectures.judge(genotype);
    const value = (network && score(network)) ?? -Infinity;
    if (!best || value > best.score) best = { genotype, score: value };
  }
  return best && best.genotype;
}

function drawFitting(architectures: Architectures, refused: Refused, rng: Stream): Genotype | null {
  for (let draw = 0; draw < maxDraws; draw++) {
    const point = samplePoint(architectures.genes, rng.split(draw));
    if (!refused.has(pointKey(point))) return point;
  }
  return null;
}

/** Problems of the strategy itself: what its `check` says. */
export const strategyProblems: readonly string[] = [
  'nas-no-relaxation',
  'nas-grid-large',
  'nas-no-growth',
  'nas-no-middle',
];

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
  return strategy.check?.(architectures, options, first) ?? nothingFits(architectures);
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
  return noneFit(last);
}
