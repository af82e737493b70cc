// The Plan: a ModelSpec compiled for one batch size into fixed shapes, buffers in one arena, and flat lists of kernel
// calls. Nothing here knows WASM: a target maps kernel names to code and buffer places to addresses.
// One Plan describes one network; K networks of one shape run the same Plan over K arenas (the model axis), so each
// has exactly the bits it would have alone.
import type { ModelSpec } from '$core/model/spec';

/** `out` is overwritten whole, `inout` read and changed, `scratch` holds nothing before or after the call. */
export type BufferOperand = 'in' | 'out' | 'inout' | 'scratch';
export type Operand = BufferOperand | 'int' | 'float';
export type Signature = Readonly<Record<string, Operand>>;

/** Declares a kernel: its name in every target and its operands, in the order in which a target passes them. */
export interface KernelDef<S extends Signature = Signature> {
  readonly name: string;
  readonly signature: S;
}
export const kernel = <const S extends Signature>(name: string, signature: S): KernelDef<S> => ({ name, signature });

/** A run of 32-bit elements (float32, or int32 for codes and row numbers) inside a buffer. */
export interface Ref {
  readonly buffer: number;
  /** Elements from the start of the buffer. */
  readonly offset: number;
  readonly size: number;
}

/** Part of a Ref: `size` elements from `offset`. */
export const slice = (ref: Ref, offset: number, size: number): Ref => {
  if (offset < 0 || offset + size > ref.size) throw new RangeError(`slice ${offset}+${size} of ${ref.size}`);
  return { buffer: ref.buffer, offset: ref.offset + offset, size };
};

/** What a kernel call passes: buffers (undefined: left out) and numbers. */
export type Operands<S extends Signature> = {
  readonly [K in keyof S]: S[K] extends 'int' | 'float' ? number : Ref | undefined;
};

/** In the order of a training step. `loss` also writes the gradient of the output; `backward` fills all gradients. */
export const phases = ['forward', 'loss', 'backward', 'update'] as const;
export type Phase = (typeof phases)[number];

export interface PlanOp {
  readonly phase: Phase;
  readonly kernel: KernelDef;
  readonly operands: Readonly<Record<string, Ref | number | undefined>>;
  /** Id of the layer it works for; `loss` and `optimizer` for those. */
  readonly layer: string;
  /** Floating-point operations, a multiply-add counts two. */
  readonly flops: number;
  /** Bytes read and written, each operand counted once. */
  readonly bytes: number;
}

/**
 * `persistent` buffers keep their contents between steps, start at zero and lie at the same place whatever the batch
 * size; `transient` ones share memory with others that are not alive at the same time; `constant` ones are stored with
 * the program, outside the arena, and never written.
 */
export interface PlanBuffer {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  readonly kind: 'persistent' | 'transient' | 'constant';
  /** What a constant holds. */
  readonly contents?: Int32Array;
}

/** Where a weight lies: trainable ones inside `weights` (their gradients at the same offset inside `gradients`). */
export interface WeightPlace {
  readonly name: string;
  readonly layer: string;
  readonly ref: Ref;
  readonly gradient: Ref | undefined;
}

/** Buffers and fields through which the outside and the Plan talk; see control.ts for what the words mean. */
export interface PlanPorts {
  readonly control: Ref;
  readonly settings: Ref;
  /** Where the rows of each model input are gathered to before a step, by input id, and those of the target. */
  readonly inputs: ReadonlyMap<string, Ref>;
  readonly target: Ref;
  readonly output: Ref;
  /** Where the loss leaves the gradient of the output, in training plans. */
  readonly outputGradient: Ref | undefined;
  /** Optimizer slots by name (`m`, `v`, `velocity`, ...), each parallel to the trainable weights. */
  readonly slots: ReadonlyMap<string, Ref>;
  /** Where the weights of the classes lie, in plans that weigh them. */
  readonly classWeights: Ref | undefined;
}

export interface Plan {
  readonly spec: ModelSpec;
  readonly rows: number;
  readonly training: boolean;
  readonly buffers: readonly PlanBuffer[];
  /** Start of each buffer in the arena, in elements, by buffer id; 0 for constants. */
  readonly offsets: readonly number[];
  /** Elements of the arena; the first `persistent` of them are the persistent buffers. */
  readonly arena: number;
  readonly persistent: number;
  readonly ops: readonly PlanOp[];
  readonly weights: readonly WeightPlace[];
  readonly ports: PlanPorts;
  /** Gradients of the model inputs, where asked for (tests, explanations). */
  readonly inputGradients: ReadonlyMap<string, Ref>;
  /** Outputs of layers that were asked for, rows x size; whole after the forward pass, until the backward pass. */
  readonly taps: ReadonlyMap<string, Ref>;
  /** A printable table of the ops with FLOPs, bytes and totals. */
  describe(): string;
}
