// What a space of cells is to DARTS (Liu, Simonyan & Yang 2018, arXiv 1806.09055): every edge of a cell carries all
// operations at once, each with a share, and a genotype is read off the shares. Pure; the arithmetic of a mixed edge is
// the engine's (engine/tfjs/darts).
import type { InputSpec, LayerSpec } from '../model/spec';
import type { Genotype } from './space';

/** An edge that carries all operations. Cells of one kind share it: it is one row of the alphas. */
export interface MixedEdge {
  /** Kind of cell, as its drawing is titled. */
  readonly cell: string;
  readonly from: string;
  readonly to: string;
}

/** A layer of the supernet that is a weighted sum. It stands in the list as the plain sum of the same inputs. */
export interface Mix {
  readonly edge: number;
  /** Operation of each of its inputs. */
  readonly ops: readonly number[];
}

export interface Supernet {
  /** Without the output layer. */
  readonly layers: LayerSpec[];
  /** By layer. */
  readonly mixes: ReadonlyMap<string, Mix>;
  /** Layers that make up candidate operations: their batch norms neither scale nor shift during the search. */
  readonly candidates: ReadonlySet<string>;
}

/** One way to decide a part of the genotype, and the operations on edges that it takes. */
export interface Alternative {
  readonly genes: Genotype;
  readonly uses: readonly { readonly edge: number; readonly op: number }[];
}

export interface Relaxation {
  /** The operations of every edge, in the order of the alphas. */
  readonly ops: readonly string[];
  /** Numbers of the operation that gives nothing, which no genotype takes, and of the one that passes its input on. */
  readonly none: number;
  readonly skip: number;
  readonly edges: readonly MixedEdge[];
  /** One alternative of each makes a genotype; the choices do not depend on each other. */
  readonly decisions: readonly (readonly Alternative[])[];
  supernet(inputs: readonly InputSpec[]): Supernet;
}
