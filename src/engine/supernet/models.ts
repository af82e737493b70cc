// Networks that were built for a minibatch, kept for the next one that is drawn for them, while they need little memory.
import { trainingBytes, type Network } from '$core/nas/architectures';
import type { Piece } from '$core/nas/supernet/pieces';
import type { SharedWeights } from '$core/nas/supernet/shared';
import type { BuildOptions, Executor, ExecutorModel } from '../executor';

export interface Built {
  readonly model: ExecutorModel;
  readonly pieces: readonly Piece[];
  /** Names and lengths of what its optimizer keeps. */
  readonly state: ReadonlyMap<string, Float32Array>;
  readonly bytes: number;
}

const keptBytes = 64 * 2 ** 20;

export class BuiltNetworks {
  /** In order of last use. */
  private readonly kept = new Map<string, Built>();
  private bytes = 0;

  constructor(
    private readonly executor: Executor,
    private readonly options: BuildOptions,
    private readonly shared: SharedWeights,
  ) {}

  /** Good until the next call. */
  async get({ key, spec, cost }: Network): Promise<Built> {
    const known = this.kept.get(key);
    if (known) {
      this.kept.delete(key);
      this.kept.set(key, known);
      return known;
    }
    const bytes = trainingBytes(cost, this.options.batchSize);
    for (const [old, one] of this.kept) {
      if (this.bytes + bytes <= keptBytes) break;
      this.drop(old, one);
    }
    const pieces = this.shared.pieces(spec);
    const model = await this.executor.build(spec, this.options);
    const built = { model, pieces, state: await model.getOptimizerState(), bytes };
    this.kept.set(key, built);
    this.bytes += bytes;
    return built;
  }

  dispose(): void {
    for (const [key, one] of this.kept) this.drop(key, one);
  }

  private drop(key: string, { model, bytes }: Built): void {
    this.kept.delete(key);
    this.bytes -= bytes;
    model.dispose();
  }
}
