// The networks of one space on one kind of data: decoded, measured and judged, so that nothing invalid or too large is ever
// proposed. Genotypes that decode to the same layers are one network and share its key.
import { plainError, TablabError } from '../errors/error';
import type { Values } from '../fields/field';
import { checkLevel } from '../lab/checkFidelity';
import { costOf, type ModelCost } from '../model/cost';
import { resolveModel } from '../model/resolve';
import type { LayerSpec, ModelSpec } from '../model/spec';
import { Stream } from '../rng/stream';
import type { Fidelity } from '../run/fidelity';
import { isPoint, pointKey } from '../space/points';
import type { Space } from '../space/space';
import { planTransplant } from './morph/transplant';
import { genotypeOf, type ArchSpaceDef, type DataShape, type Genotype } from './space';

/** Upper bounds; a missing one is no bound. */
export interface Limits {
  /** Trainable numbers. */
  readonly parameters?: number | undefined;
  /** Operations of one row's forward pass. */
  readonly flops?: number | undefined;
  /** Bytes that training holds: see `trainingBytes`. */
  readonly memory?: number | undefined;
}

export interface Network {
  readonly layers: LayerSpec[];
  readonly spec: ModelSpec;
  readonly cost: ModelCost;
  /** Equal for equal networks. */
  readonly key: string;
}

export type Verdict =
  { readonly network: Network; readonly error: null } | { readonly network: null; readonly error: TablabError };

/** A lab's configuration can hold this many layers. */
export const maxLayers = 190;
/** Whether weights can be taken over does not depend on which units are repeated. */
const anyLuck = Stream.of(0, 'nas', 'growths');
/** Decoded networks that are remembered. */
const remembered = 20_000;

/** Weights, their gradients and two optimizer slots, and a batch of activations with their gradients; float32. */
export const trainingBytes = ({ stored, activationBytesPerRow }: ModelCost, batch: number): number =>
  16 * stored + 2 * activationBytesPerRow * batch;

export class Architectures {
  readonly genes: Space;
  private readonly verdicts = new Map<string, Verdict>();

  /** Throws `nas-space-data` when the space cannot serve this data. */
  constructor(
    readonly def: ArchSpaceDef,
    readonly options: Values<ArchSpaceDef['fields']>,
    readonly shape: DataShape,
    readonly limits: Limits,
    readonly batch: number,
    /** Cheaper trainings that a network must be possible in as well. */
    private readonly levels: readonly Fidelity[] = [],
  ) {
    const reason = def.unfit(shape.inputs);
    if (reason) throw new TablabError('nas-space-data', { space: def.label, reason });
    this.genes = def.genes(options, shape.inputs);
  }

  /** The network of a genotype, or what is wrong with it. */
  judge(genotype: Genotype): Verdict {
    return this.judgeKey(pointKey(genotype));
  }

  /** The same by the genotype's key (see space/points.ts). */
  judgeKey(key: string): Verdict {
    const known = this.verdicts.get(key);
    if (known) return known;
    const verdict = this.decode(genotypeOf(key));
    if (this.verdicts.size >= remembered) this.verdicts.clear();
    this.verdicts.set(key, verdict);
    return verdict;
  }

  /** Throws what is wrong with the genotype. */
  network(genotype: Genotype): Network {
    const { network, error } = this.judge(genotype);
    if (error) throw error;
    return network;
  }

  /** Whether the second can take over the weights of the first and compute the same. */
  grows(from: Genotype, to: Genotype): boolean {
    const [small, large] = [from, to].map((genotype) => this.judge(genotype).network);
    return small !== null && large !== null && planTransplant(small.spec, large.spec, anyLuck) !== null;
  }

  private decode(genotype: Genotype): Verdict {
    try {
      if (!isPoint(this.genes, genotype)) throw new TablabError('nas-genotype', { reason: this.strangeGene(genotype) });
      const network = networkOf(this.def.decode(genotype, this.options, this.shape.inputs), this.shape);
      const error = this.excess(network);
      for (const level of error ? [] : this.levels) checkLevel(network.layers, this.shape, level);
      return error ? { network: null, error } : { network, error: null };
    } catch (error) {
      if (error instanceof TablabError) return { network: null, error };
      throw error;
    }
  }

  private excess({ layers, cost }: Network): TablabError | null {
    const { parameters = Infinity, flops = Infinity, memory = Infinity } = this.limits;
    const bytes = trainingBytes(cost, this.batch);
    if (layers.length > maxLayers) return tooLarge(`${layers.length} layers`, `${maxLayers}`);
    if (cost.parameters > parameters) return tooLarge(`${cost.parameters} parameters`, `${parameters}`);
    if (cost.flopsPerRow > flops) return tooLarge(`${cost.flopsPerRow} operations per row`, `${flops}`);
    if (bytes > memory) return tooLarge(`${mib(bytes)} in training`, mib(memory));
    return null;
  }

  private strangeGene(genotype: Genotype): string {
    const strange = Object.keys(genotype).find((name) => !this.genes.some(({ path }) => path === name));
    return strange ? `there is no gene "${strange}"` : 'a gene is missing, or has a value that it cannot have';
  }
}

/** Resolves and measures a layer list. Throws the layer errors (`layer-collapsed`, `layer-shape`, ...). */
export function networkOf(layers: LayerSpec[], { inputs, units }: DataShape): Network {
  const spec = resolveModel(layers, inputs, units);
  return { layers, spec, cost: costOf(spec), key: JSON.stringify(layers) };
}

const tooLarge = (needed: string, limit: string) => new TablabError('nas-too-large', { needed, limit });
const mib = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

/** What is wrong with a space of which many draws gave no network; `last`: what was wrong with the last one. */
export const noneFit = (last: TablabError | null): TablabError =>
  new TablabError('nas-none-fits', { reason: last ? plainError(last).message : '' });
