// What an update rule is on tfjs. The formulas are those of docs/methods/optimizers.md; all vectors hold all trainable
// weights one after another.
import type { Tensor } from '@tensorflow/tfjs-core';

export interface UpdateRuleDef {
  /** Vectors that the rule carries from step to step. */
  readonly slots: readonly string[];
  /** The numbers of step t (from 1), in float64; they are rounded to float32 once. */
  factors(learningRate: number, t: number, options: Readonly<Record<string, number>>): Readonly<Record<string, number>>;
  /** New weights and slots. decay: 1 where a weight decays, else 0. Pure: the caller disposes what it replaces. */
  apply(
    weights: Tensor,
    gradient: Tensor,
    slots: readonly Tensor[],
    factors: Readonly<Record<string, Tensor>>,
    decay: Tensor,
  ): { readonly weights: Tensor; readonly slots: readonly Tensor[] };
  /**
   * The same as one formula (WGSL) for each new vector, over `w`, `g`, `decay`, the slots and the factors by name; that of
   * the weights sees the new slots.
   */
  readonly formulas: { readonly slots: readonly string[]; readonly weights: string };
}
