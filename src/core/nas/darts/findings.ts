// What the search of a relaxed space has come to, epoch by epoch, and when it is over. The alphas that count are those of
// the last epoch; with a limit of skip connections, those of the last epoch whose genotype kept it (the first criterion of
// DARTS+, Liang et al. 2019, arXiv 1909.06035).
import type { Relaxation } from '../relaxation';
import { mostSkips, type Alphas } from './genotypes';

/** One epoch of the search, in which weights and alphas were trained in turn. */
export interface SearchPoint {
  readonly epoch: number;
  /** Mean loss of the supernet on the minibatches of its weights, and on those of its alphas, each before its step. */
  readonly loss: number;
  readonly heldOut: number;
  /** After the epoch. */
  readonly alphas: Alphas;
  /** What computed it. */
  readonly backend: string;
}

export interface SearchLimits {
  readonly epochs: number;
  /** The search ends when a cell has so many skip connections; 0: it does not look. */
  readonly skips: number;
}

export class Findings {
  private points: SearchPoint[] = [];

  constructor(
    private readonly relaxation: Relaxation,
    readonly limits: SearchLimits,
  ) {}

  get all(): readonly SearchPoint[] {
    return this.points;
  }

  /** An epoch that is told again, after a search was resumed, takes the place of the old one and of what came after. */
  tell(point: SearchPoint): void {
    this.points = [...this.points.filter(({ epoch }) => epoch < point.epoch), point];
  }

  get over(): boolean {
    const last = this.points.at(-1);
    return last !== undefined && (last.epoch + 1 >= this.limits.epochs || this.skipsTooMuch(last));
  }

  /** The epoch whose alphas count; null while the search goes on. Where every one has too many skips, the first. */
  get settled(): SearchPoint | null {
    if (!this.over) return null;
    return this.points.findLast((point) => !this.skipsTooMuch(point)) ?? this.points[0];
  }

  private skipsTooMuch({ alphas }: SearchPoint): boolean {
    const { skips } = this.limits;
    return skips > 0 && mostSkips(this.relaxation, alphas) >= skips;
  }
}
