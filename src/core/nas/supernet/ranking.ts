// What a search by weight sharing waits for: its task before, its ranking after. The ranking comes from whoever trains the
// shared weights, or from the journal of a run that goes on.
import type { Architectures } from '../architectures';
import type { Genotype } from '../space';
import type { RankedNetwork, SupernetOutcome, SupernetTask } from './supernet';

export class SharedRanking {
  private found: SupernetOutcome | undefined;
  private scores = new Map<string, number>();

  constructor(
    private readonly architectures: Architectures,
    readonly task: SupernetTask,
  ) {}

  get outcome(): SupernetOutcome | undefined {
    return this.found;
  }

  get ranking(): readonly RankedNetwork[] | undefined {
    return this.found?.ranking;
  }

  settle(outcome: SupernetOutcome): void {
    this.found = outcome;
    this.scores = new Map();
    for (const { params, score } of outcome.ranking) {
      const { network } = this.architectures.judge(params);
      if (network && score !== null) this.scores.set(network.key, score);
    }
  }

  /** The score of a network, if it was ranked and got one. */
  scoreOf(genotype: Genotype): number | undefined {
    const { network } = this.architectures.judge(genotype);
    return network ? this.scores.get(network.key) : undefined;
  }
}
