// An update rule by its formulas: one program for each vector that changes.
import type { Tensor } from '@tensorflow/tfjs-core';
import { formulaOf } from '../kernels/fused';
import type { UpdateRuleDef } from './rule';

interface Vectors {
  readonly w: Tensor;
  readonly g: Tensor;
  readonly decay: Tensor;
}

/** Only the names that a formula uses: each input is a binding of the program. */
const used = <T>(formula: string, values: Readonly<Record<string, T>>): Record<string, T> => {
  const words = new Set(formula.match(/[A-Za-z_]\w*/g));
  return Object.fromEntries(Object.entries(values).filter(([name]) => words.has(name)));
};

/** New weights and slots, as `apply` gives them. Only where `runsFormulas`. */
export function applyFormulas(
  rule: string,
  { slots: names, formulas }: UpdateRuleDef,
  vectors: Vectors,
  slots: readonly Tensor[],
  factors: Readonly<Record<string, number>>,
): { readonly weights: Tensor; readonly slots: readonly Tensor[] } {
  const named = (values: readonly Tensor[]) => Object.fromEntries(names.map((name, i) => [name, values[i]]));
  const run = (key: string, formula: string, by: readonly Tensor[]) =>
    formulaOf(
      { key: `tablab-${rule}-${key}`, formula, numbers: used(formula, factors) },
      used(formula, { ...vectors, ...named(by) }),
    );
  const next = formulas.slots.map((formula, i) => run(names[i], formula, slots));
  return { weights: run('weights', formulas.weights, next), slots: next };
}
