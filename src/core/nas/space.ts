// The contract of a space of architectures: genes, and how a genotype becomes layers. A genotype is plain data, the
// values of its active genes by name, so it is journaled, shared and drawn like any other parameters. Adding a space:
// one file in spaces/ that exports an ArchSpaceDef, and one line in spaces/registry.ts.
import type { Fields, Scalar, Values } from '../fields/field';
import type { InputSpec, LayerSpec } from '../model/spec';
import type { ParamValues, Space } from '../space/space';
import type { Relaxation } from './relaxation';

/** What goes into a network and must come out of it. */
export interface DataShape {
  readonly inputs: readonly InputSpec[];
  /** Numbers that the output layer gives. */
  readonly units: number;
}

/** Values of the active genes by name. */
export type Genotype = ParamValues;

/** The genotype behind a point key (see space/points.ts). */
export const genotypeOf = (key: string): Genotype => Object.fromEntries(JSON.parse(key) as [string, Scalar][]);

export interface CellEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

export interface ArchSpaceDef<F extends Fields = Fields> {
  readonly type: string;
  readonly label: string;
  readonly summary: string;
  /** Where the space was described. */
  readonly source: string;
  readonly fields: F;
  /** Where weights are shared: operations have weights of their own for every source they may read (see supernet/pieces.ts). */
  readonly sharesByInput?: true;
  /** The value with which a gene adds nothing to a network: networks grow by giving such a gene another one. */
  readonly absent?: Scalar;
  /** Why this space cannot serve such inputs, in words that end a sentence; null when it can. */
  unfit(inputs: readonly InputSpec[]): string | null;
  /** Plain networks of this space, what comes first preferred, that weight sharing can keep to (see supernet/around.ts). */
  reference?(options: Values<F>, inputs: readonly InputSpec[]): Genotype[];
  /** The genes, parents first. */
  genes(options: Values<F>, inputs: readonly InputSpec[]): Space;
  /** The network's layers, without its output layer. Throws `nas-disconnected`; shapes are checked later. */
  decode(genes: Genotype, options: Values<F>, inputs: readonly InputSpec[]): LayerSpec[];
  /** Micro spaces: the cells as graphs whose edges carry operations, by title. */
  cells?(
    genes: Genotype,
    options: Values<F>,
  ): readonly { readonly title: string; readonly edges: readonly CellEdge[] }[];
  /** Micro spaces: all operations on every edge at once, for DARTS. */
  relax?(options: Values<F>): Relaxation;
}

/** Types a definition by its own fields and hands it out under the general type. */
export function defineArchSpace<const F extends Fields>(def: ArchSpaceDef<F>): ArchSpaceDef {
  return def as unknown as ArchSpaceDef;
}

/** A gene that takes one of some values. */
export const oneOf = (path: string, values: readonly Scalar[], when?: { path: string; in: Scalar[] }) => ({
  path,
  domain: { kind: 'choice' as const, values: [...values] },
  ...(when ? { when } : {}),
});

export const flag = (path: string, when?: { path: string; in: Scalar[] }) => ({
  path,
  domain: { kind: 'bool' as const },
  ...(when ? { when } : {}),
});

/** Present while the count called `gene` reaches `n`; the first of a chain is always there. */
export const fromCount = (gene: string, n: number, most: number): { path: string; in: Scalar[] } | undefined =>
  n <= 1 ? undefined : { path: gene, in: Array.from({ length: most - n + 1 }, (_, i) => n + i) };

/** Sides from which the networks of `chainsOf` halve them. */
const leastHalved = 8;

/**
 * Plain chains of a macro space, the deepest first, of those the widest: all blocks alike, pooled while sides are long. `block`:
 * what else the blocks have; `rest`: the genes that are there once.
 */
export function chainsOf(
  { maxBlocks, maxFilters }: { readonly maxBlocks: number; readonly maxFilters: number },
  shape: readonly number[],
  block: Genotype,
  rest: Genotype,
): Genotype[] {
  const side = Math.min(...shape);
  const widths = doublings(4, maxFilters).reverse();
  return Array.from({ length: maxBlocks }, (_, i) => maxBlocks - i).flatMap((blocks) =>
    widths.map((filters) => {
      const each = Array.from({ length: blocks }, (_, b) => {
        const pool = Math.floor(side / 2 ** b) >= leastHalved ? 'max' : 'none';
        const genes = { ...block, filters, pool, skip: false };
        return Object.entries(genes).map(([name, value]) => [`b${b + 1}.${name}`, value] as const);
      });
      return { blocks, ...Object.fromEntries(each.flat()), ...rest };
    }),
  );
}

/** Powers of two from `low` to `high`, both powers included; at least one value. */
export function doublings(low: number, high: number): number[] {
  const values: number[] = [];
  for (let n = low; n <= high; n *= 2) values.push(n);
  return values.length > 0 ? values : [high];
}
