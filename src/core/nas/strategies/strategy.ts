// The contract of a search strategy over architectures: that of a sampler whose points are genotypes, with the networks at
// hand. `seen` holds everything that must not be proposed: what was asked before, what decodes to a network that was asked
// before, and what is invalid or too large. One file per strategy, one line in registry.ts.
import type { TablabError } from '../../errors/error';
import type { Fields, Values } from '../../fields/field';
import type { Ask, PastTrial } from '../../samplers/sampler';
import type { Architectures } from '../architectures';
import type { SearchLimits } from '../darts/findings';
import type { Alphas } from '../darts/genotypes';
import type { Genotype } from '../space';
import type { RankedNetwork, SupernetOptions } from '../supernet/supernet';

export interface NasAsk<Options = Readonly<Record<string, unknown>>> extends Ask<Options> {
  readonly architectures: Architectures;
  /** What the search of the relaxed space came to, for a strategy that has one. */
  readonly alphas?: Alphas;
  /** Where weights are shared: the networks that were ranked with them, best first; missing: not yet. */
  readonly ranking?: readonly RankedNetwork[] | undefined;
}

/** A trial of the study, as far as descent goes. */
export type Ancestor = Pick<PastTrial, 'index' | 'state' | 'value'>;

export interface Lineage<Options> {
  /** Asks come in groups of this many; each sees all groups before its own. */
  group(options: Options): number;
  /** The trial whose weights number `index` goes on from, given all trials of the groups before; null: it starts anew. */
  parent(index: number, options: Options, trials: readonly Ancestor[], direction: Ask['direction']): number | null;
  /** Noise on repeated units, relative (see morph/apply.ts). */
  noise(options: Options): number;
}

export interface StrategyDef<F extends Fields = Fields> {
  readonly type: string;
  readonly label: string;
  readonly summary: string;
  readonly fields: F;
  /** false: answers depend on no result, so no ask ever waits for a trial. */
  readonly usesResults: boolean;
  /** Where networks go on from the weights of earlier ones. Such a strategy may try a genotype again. */
  readonly lineage?: Lineage<Values<F>>;
  /** Set where a relaxed space is searched before the first ask: how long. */
  relaxes?(options: Values<F>): SearchLimits;
  /** Trains weights for all networks together, and ranks networks with them, before the first ask. */
  supernet?(options: Values<F>): SupernetOptions;
  /** What this strategy cannot do with a space; null when it can. `first`: the networks to try first. */
  check?(architectures: Architectures, options: Values<F>, first: readonly Genotype[]): TablabError | null;
  /** The next genotype, or null when there is none left. One that must not be proposed is replaced by a random one. */
  ask(ask: NasAsk<Values<F>>): Genotype | null;
}

/** Types a definition by its own fields and hands it out under the general type. */
export function defineStrategy<const F extends Fields>(def: StrategyDef<F>): StrategyDef {
  return def as unknown as StrategyDef;
}
