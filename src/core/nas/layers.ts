// Builds the layer list of a decoded genotype: names that tell a person what is what, and inputs always spelled out.
import type { Scalar } from '../fields/field';
import type { LayerSpec } from '../model/spec';

export class LayerBuilder {
  readonly layers: LayerSpec[] = [];
  private readonly taken = new Set<string>();

  /** Appends a layer and returns its id: `id`, or `id-2`, `id-3` ... where that is taken. */
  add(id: string, type: string, inputs: string | readonly string[], options: Record<string, Scalar> = {}): string {
    let name = id;
    for (let n = 2; this.taken.has(name); n++) name = `${id}-${n}`;
    this.taken.add(name);
    const sources = typeof inputs === 'string' ? [inputs] : [...inputs];
    this.layers.push({ id: name, type, inputs: sources, ...(Object.keys(options).length > 0 ? { options } : {}) });
    return name;
  }

  /** The sum of several, or the only one itself. */
  sum(id: string, inputs: readonly string[]): string {
    return inputs.length === 1 ? inputs[0] : this.add(id, 'add', inputs);
  }

  join(id: string, inputs: readonly string[]): string {
    return inputs.length === 1 ? inputs[0] : this.add(id, 'concat', inputs);
  }

  /** A normalisation by its gene: `none` adds nothing. */
  norm(id: string, kind: string, input: string): string {
    return kind === 'none' ? input : this.add(id, kind, input);
  }

  activation(id: string, activation: string, input: string): string {
    return this.add(id, 'activation', input, { activation });
  }

  dropout(id: string, rate: number, input: string): string {
    return rate > 0 ? this.add(id, 'dropout', input, { rate }) : input;
  }
}
