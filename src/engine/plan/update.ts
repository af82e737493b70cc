// Optimizer rules as Plan ops over all trainable weights at once; the rules are in docs/methods/optimizers.md.
// The weights that decay lie first, so penalties and decay apply to a prefix.
import type { UpdateRule } from '$core/train/optimizers';
import { kernel, slice, type KernelDef, type Ref, type Signature } from './ir';

/** g += l1 sign(w) + 2 l2 w. */
const penalize = kernel('penalize', { w: 'in', g: 'inout', settings: 'in', n: 'int' });
/** control.gradientScale = clipNorm / max(|g|, clipNorm), or 1 when clipNorm is 0; the norm is summed in float64. */
const clip = kernel('clip', { g: 'in', control: 'inout', settings: 'in', n: 'int' });

const plain = { w: 'inout', g: 'in', control: 'inout', settings: 'in', n: 'int' } as const;
const oneSlot = { w: 'inout', g: 'in', slot: 'inout', control: 'inout', settings: 'in', n: 'int' } as const;
const moments = { w: 'inout', g: 'in', m: 'inout', v: 'inout', control: 'inout', settings: 'in', n: 'int' } as const;

interface Rule {
  readonly kernel: KernelDef;
  /** Optimizer slots in the order of the kernel's operands, by the names a checkpoint stores. */
  readonly slots: readonly string[];
  /** Operand names of the slots. */
  readonly operands: readonly string[];
  /** Operations per weight. */
  readonly flops: number;
}

const one = (name: string, slot: string, flops: number): Rule => ({
  kernel: kernel(name, oneSlot),
  slots: [slot],
  operands: ['slot'],
  flops,
});
const two = (name: string): Rule => ({
  kernel: kernel(name, name === 'adamw' ? { ...moments, decayed: 'int' } : moments),
  slots: ['m', 'v'],
  operands: ['m', 'v'],
  flops: 14,
});

export const rules: Readonly<Record<UpdateRule, Rule>> = {
  sgd: { kernel: kernel('sgd', plain), slots: [], operands: [], flops: 3 },
  momentum: one('momentum', 'velocity', 5),
  nesterov: one('nesterov', 'velocity', 7),
  rmsprop: one('rmsprop', 'square', 9),
  adam: two('adam'),
  adamw: two('adamw'),
};

export interface UpdateParts {
  readonly weights: Ref;
  readonly gradients: Ref;
  readonly slots: readonly Ref[];
  readonly control: Ref;
  readonly settings: Ref;
  /** Elements at the start of `weights` to which penalties and decay apply. */
  readonly decayed: number;
  readonly penalties: boolean;
  readonly clipping: boolean;
}

type Emit = (kernel: KernelDef, operands: Readonly<Record<string, Ref | number | undefined>>, flops: number) => void;

export function emitUpdate(rule: UpdateRule, parts: UpdateParts, emit: Emit): void {
  const { weights: w, gradients: g, control, settings, decayed } = parts;
  if (parts.penalties && decayed > 0) {
    emit(penalize, { w: slice(w, 0, decayed), g: slice(g, 0, decayed), settings, n: decayed }, 4 * decayed);
  }
  if (parts.clipping) emit(clip, { g, control, settings, n: g.size }, 2 * g.size);
  const { kernel: def, operands, flops } = rules[rule];
  const slots = Object.fromEntries(operands.map((name, index) => [name, parts.slots[index]]));
  const all: Record<string, Ref | number> = { w, g, ...slots, control, settings, n: w.size, decayed };
  emit(def, Object.fromEntries(names(def.signature).map((name) => [name, all[name]])), flops * w.size);
}

const names = (signature: Signature) => Object.keys(signature);
