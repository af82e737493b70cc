// What each channel of a network holds, as a number: two channels with equal numbers hold equal values for every row,
// whatever the data. Value numbering (Cocke & Schwartz 1970) on networks; the larger network of a morphism is compared with
// the smaller one through it. Prediction mode: dropout passes values on, normalisation is a fixed map of each channel.
import type { ResolvedLayer } from '../../model/spec';

export const zero = 0;

/** f(0) = 0. */
const keepsZero: readonly string[] = ['linear', 'relu', 'leakyRelu', 'elu', 'gelu', 'swish', 'tanh'];

export class ValueTable {
  private readonly ids = new Map<string, number>();
  /** Whether the value is never negative, by id. */
  private readonly positive: boolean[] = [true];

  of(key: string, positive = false): number {
    let id = this.ids.get(key);
    if (id === undefined) {
      id = this.positive.push(positive) - 1;
      this.ids.set(key, id);
    }
    return id;
  }

  isPositive(id: number): boolean {
    return this.positive[id];
  }

  activate(name: string, id: number): number {
    if (name === 'linear' || (id === zero && keepsZero.includes(name))) return id;
    if (name === 'relu' && this.positive[id]) return id;
    return this.of(`${name}|${id}`, name === 'relu' || name === 'sigmoid');
  }

  /** A function that keeps zero and the sign, such as pooling. */
  shrink(how: string, id: number): number {
    return id === zero ? zero : this.of(`${how}|${id}`, this.positive[id]);
  }

  sum(parts: readonly number[]): number {
    const some = parts.filter((id) => id !== zero).sort((a, b) => a - b);
    if (some.length === 0) return zero;
    if (some.length === 1) return some[0];
    return this.of(
      `add|${some.join()}`,
      some.every((id) => this.positive[id]),
    );
  }

  /** The values of a layer without weights. */
  plain(layer: ResolvedLayer, inputs: readonly Tensor[]): Tensor {
    const { type, options } = layer;
    const [x] = inputs;
    const each = (f: (id: number) => number): Tensor => ({ ids: x.ids.map(f), outer: x.outer });
    switch (type) {
      case 'activation':
        // Softmax mixes channels.
        if (options.activation === 'softmax') return each((id) => this.of(`softmax|${x.ids.join()}|${id}`, true));
        return each((id) => this.activate(String(options.activation), id));
      case 'dropout':
        return x;
      case 'flatten': {
        const { shape } = layer.inputInfos[0];
        return { ids: x.ids, outer: x.outer * shape.slice(0, -1).reduce((product, n) => product * n, 1) };
      }
      case 'reshape': {
        const all = this.of(`reshape|${x.outer}|${x.ids.join()}`);
        return {
          ids: Int32Array.from({ length: Number(options.channels) }, (_, c) => this.of(`part|${all}|${c}`)),
          outer: 1,
        };
      }
      case 'add':
        return { ids: x.ids.map((_, c) => this.sum(inputs.map(({ ids }) => ids[c]))), outer: x.outer };
      case 'concat':
        return { ids: Int32Array.from(inputs.flatMap((one) => [...this.spread(one).ids])), outer: 1 };
      default:
        return each((id) => this.shrink(`${type}/${options.poolSize}/${options.strides}/${options.padding}`, id));
    }
  }

  /** A flattened tensor with an id for each number. */
  spread({ ids, outer }: Tensor): Tensor {
    if (outer === 1) return { ids, outer };
    const all = new Int32Array(ids.length * outer);
    for (let at = 0; at < all.length; at++) {
      const id = ids[at % ids.length];
      all[at] = id === zero ? zero : this.of(`at|${Math.floor(at / ids.length)}|${id}`, this.positive[id]);
    }
    return { ids: all, outer: 1 };
  }
}

/** The last axis of a tensor. */
export interface Tensor {
  readonly ids: Int32Array;
  /** Of a flattened tensor: how often its channels repeat, once for each place; otherwise 1. */
  readonly outer: number;
}
