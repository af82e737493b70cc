// The contract of a layer in the Plan. Adding a layer: one file in layers/ that declares its kernels and exports
// lowerings, one line in layers/index.ts, and its kernels in the target (kernels/assembly/<family>.ts).
import type { ResolvedLayer } from '$core/model/spec';
import type { KernelDef, Operands, Ref, Signature } from './ir';

export interface LowerContext {
  /** Rows of the batch this plan is for; every shape is fixed. */
  readonly rows: number;
  /** false: prediction mode (no dropout, running statistics, no backward pass). */
  readonly training: boolean;
  readonly layer: ResolvedLayer;
  /** Input tensors, rows x input size, in the layer's input order. int32 for codes. */
  readonly inputs: readonly Ref[];
  /** Whether the gradient of input `index` is needed; if not, leave its kernels out. */
  wants(index: number): boolean;
  /** Rows x steps of int32, not 0 where a step is real; undefined: input `index` has no mask. For the forward pass to ask. */
  mask(index: number): Ref | undefined;
  /** A weight of this layer by its short name, e.g. `kernel`. */
  weight(name: string): Ref;
  /** Where the backward pass must write the whole gradient of that weight (overwrite, not add). */
  gradient(name: string): Ref;
  /** A transient buffer of `size` elements; lives from its first to its last use. Contents undefined at first. */
  buffer(name: string, size: number): Ref;
  /** A constant of int32 values, at the same place for the life of the plan (index lists, keys). */
  constant(name: string, values: Int32Array): Ref;
  /** Words through which steps are steered: see control.ts. */
  readonly control: Ref;
  readonly settings: Ref;
  /** Appends a kernel call; FLOPs as the layer knows them, bytes are counted from the operands. */
  emit<S extends Signature>(kernel: KernelDef<S>, operands: Operands<S>, flops: number): void;
}

export interface Lowered {
  /** rows x output size. May be an input itself (flatten, dropout in prediction mode). */
  readonly output: Ref;
  /**
   * Emits the backward kernels. `dOutput` belongs to this layer: it may be overwritten or handed on. Returns the
   * gradient of each input, undefined where not wanted. The same Ref must not be returned twice.
   */
  backward?(dOutput: Ref): readonly (Ref | undefined)[];
}

export type Lowering = (context: LowerContext) => Lowered;
