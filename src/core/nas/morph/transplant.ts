// How a larger network takes over the weights of a smaller one so that it computes the same: Net2Net (Chen, Goodfellow &
// Shlens 2016, arXiv 1511.05641) and network morphism (Wei et al. 2016, 1603.01670) for whatever differs between the two.
//
// Layers of the same id are the same layer. Walking through the larger network, each channel is matched with the channel of
// the smaller one that holds the same value (values.ts), and every layer gets its recipe:
// - a layer of both is copied: outputs beyond the old ones repeat old ones (Net2Wider: g(j) = j, then repetitions), what is
//   read from r repetitions is divided by r, what the old layer did not read gets zeros; a larger odd kernel holds the
//   smaller one in its middle;
// - a new layer passes its input on (Net2Deeper), which a ReLU afterwards allows and other activations do not;
// - a new branch into a sum ends in zeros, so that it is silent until it has learned.
// Where the outputs do not come out equal in this way the step is refused: this pair is no morphism.
import type { ModelSpec, ResolvedLayer } from '../../model/spec';
import type { Stream } from '../../rng/stream';
import { rolesOf, type Role } from './roles';
import { ValueTable, type Tensor } from './values';

/** For each channel, a channel of the smaller network's layer; -1: none, its weights are zero. */
export type Channels = Int32Array;

export type LayerRecipe =
  /** Weights of the old layer of this id. `shares`: of what an input channel contributes. */
  | { readonly kind: 'copy'; readonly inputs: Channels; readonly shares: Float64Array; readonly outputs: Channels }
  /** Output j is input `outputs[j]`. `measure`: a normalisation, to be set to what it will see. */
  | { readonly kind: 'identity'; readonly outputs: Channels }
  /** Puts out zeros: the last weights are zero. */
  | { readonly kind: 'zero' }
  /** Its own first draw. */
  | { readonly kind: 'free' };

export type Transplant = ReadonlyMap<string, LayerRecipe>;

/** What keeps a step from preserving the function, by the layer where it shows. */
class Refusal extends Error {}

/** Recipes for all layers with weights of `large`; null where it cannot be made to compute what `small` does. */
export function planTransplant(small: ModelSpec, large: ModelSpec, rng: Stream): Transplant | null {
  try {
    return new Walk(small, large, rng).plan();
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** Options that a layer shares with its old self, so that its weights mean the same. */
const sameOptions = ['strides', 'padding', 'useBias', 'depthMultiplier', 'epsilon'];

class Walk {
  private readonly table = new ValueTable();
  private readonly old = new Map<string, Tensor>();
  private readonly now = new Map<string, Tensor>();
  private readonly oldLayers: ReadonlyMap<string, ResolvedLayer>;
  private readonly recipes = new Map<string, LayerRecipe>();

  constructor(
    private readonly small: ModelSpec,
    private readonly large: ModelSpec,
    private readonly rng: Stream,
  ) {
    this.oldLayers = new Map(small.layers.map((layer) => [layer.id, layer]));
  }

  plan(): Transplant {
    for (const { id, shape } of this.small.inputs) {
      const length = shape[shape.length - 1];
      const ids = Int32Array.from({ length }, (_, c) => this.table.of(`in|${id}|${c}`));
      for (const side of [this.old, this.now]) side.set(id, { ids, outer: 1 });
    }
    for (const layer of this.small.layers) this.old.set(layer.id, this.oldValues(layer));
    const roles = rolesOf(this.small, this.large);
    for (const layer of this.large.layers) this.now.set(layer.id, this.newValues(layer, roles.get(layer.id)));
    const [was, is] = [this.small, this.large].map(({ layers }, side) =>
      (side === 0 ? this.old : this.now).get(layers[layers.length - 1].id)!.ids.join(),
    );
    if (was !== is) throw new Refusal('output');
    return this.recipes;
  }

  private oldValues(layer: ResolvedLayer): Tensor {
    const inputs = layer.inputs.map((id) => this.old.get(id)!);
    if (layer.weights.length === 0) return this.table.plain(layer, inputs);
    const channels = layer.output.shape[layer.output.shape.length - 1];
    return this.weighted(
      layer,
      Int32Array.from({ length: channels }, (_, c) => c),
    );
  }

  /** What a layer with weights puts out when its channels are those channels of the old layer. */
  private weighted(layer: ResolvedLayer, channels: Channels): Tensor {
    const name = String(layer.options.activation ?? 'linear');
    if (name === 'softmax') throw new Refusal(layer.id);
    return {
      ids: channels.map((c) => this.table.activate(name, this.table.of(`w|${layer.id}|${c}`))),
      outer: 1,
    };
  }

  private newValues(layer: ResolvedLayer, role: Role | undefined): Tensor {
    const inputs = layer.inputs.map((id) => this.now.get(id)!);
    if (layer.weights.length === 0) return this.table.plain(layer, inputs);
    const [x] = inputs;
    const channels = layer.output.shape[layer.output.shape.length - 1];
    if (role === 'copy') return this.copied(layer, x, channels);
    if (role === 'zero') {
      this.recipes.set(layer.id, { kind: 'zero' });
      return this.activated(layer, new Int32Array(channels));
    }
    if (role === 'free') {
      this.recipes.set(layer.id, { kind: 'free' });
      return { ids: Int32Array.from({ length: channels }, (_, c) => this.table.of(`free|${layer.id}|${c}`)), outer: 1 };
    }
    const outputs =
      role === undefined || role === 'pass' ? this.passed(layer, x, channels) : this.standIn(layer, x, role, channels);
    this.recipes.set(layer.id, { kind: 'identity', outputs });
    return this.activated(
      layer,
      outputs.map((c) => x.ids[c]),
    );
  }

  private activated({ id, options }: ResolvedLayer, ids: Int32Array): Tensor {
    const name = String(options.activation ?? 'linear');
    if (name === 'softmax') throw new Refusal(id);
    return { ids: ids.map((value) => this.table.activate(name, value)), outer: 1 };
  }

  /** Inputs in order, then repetitions. */
  private passed(layer: ResolvedLayer, x: Tensor, channels: number): Channels {
    if (x.outer !== 1 || channels < x.ids.length || !canPass(layer)) throw new Refusal(layer.id);
    if (layer.type === 'batchNorm' || layer.type === 'depthwiseConv2d') return firsts(channels);
    return this.repeated(x.ids.length, channels);
  }

  /** A new layer in the place of a tensor of the old sum, such as a projection where a skip had none. */
  private standIn(layer: ResolvedLayer, x: Tensor, tensor: string, channels: number): Channels {
    const wanted = this.old.get(tensor)!.ids;
    if (x.outer !== 1 || channels < wanted.length || !canPass(layer)) throw new Refusal(layer.id);
    const apart = perChannel.includes(layer.type);
    return this.repeated(wanted.length, channels).map((c, j) => {
      const at = apart && x.ids[j] === wanted[c] ? j : x.ids.indexOf(wanted[c]);
      if (at < 0 || (apart && at !== j)) throw new Refusal(layer.id);
      return at;
    });
  }

  private copied(layer: ResolvedLayer, x: Tensor, channels: number): Tensor {
    const old = this.oldLayers.get(layer.id)!;
    const kernels = [old, layer].map(({ options }) => Number(options.kernelSize ?? 1));
    const grown = kernels[0] !== kernels[1];
    const differs = sameOptions.some((name) => old.options[name] !== layer.options[name]);
    const odd = kernels[0] % 2 === 1 && kernels[1] % 2 === 1 && kernels[1] > kernels[0];
    const still = layer.options.strides === 1 && layer.options.padding === 'same';
    if (differs || (grown && !(odd && still))) throw new Refusal(layer.id);
    const before = this.old.get(old.inputs[0])!;
    const oldChannels = old.output.shape[old.output.shape.length - 1];
    if (channels < oldChannels || before.outer !== x.outer) throw new Refusal(layer.id);
    if (perChannel.includes(layer.type)) {
      const inputs = x.ids.map((id) => before.ids.indexOf(id));
      if (inputs.includes(-1) || (layer.type === 'layerNorm' && !even(inputs, before.ids.length)))
        throw new Refusal(layer.id);
      if (layer.type === 'depthwiseConv2d' && layer.options.depthMultiplier !== 1) throw new Refusal(layer.id);
      this.recipes.set(layer.id, { kind: 'copy', inputs, shares: shared(inputs), outputs: inputs });
      return this.weighted(layer, inputs);
    }
    const outputs = this.repeated(oldChannels, channels);
    const inputs = layer.type === 'embedding' ? firsts(x.ids.length) : matched(before.ids, x.ids);
    if (!inputs) throw new Refusal(layer.id);
    this.recipes.set(layer.id, { kind: 'copy', inputs, shares: shared(inputs), outputs });
    return this.weighted(layer, outputs);
  }

  /**
   * g of Net2Wider: 0 to n - 1, then rounds of all of them in random order. The same for all layers that grow from n to q,
   * so that sums still add what belongs together; in whole rounds each is repeated equally often, so that the mean and
   * variance of a row stay as they were and layer normalisation does not notice.
   */
  private repeated(n: number, q: number): Channels {
    const channels = firsts(q);
    for (let at = n, round = 0; at < q; at += n, round++) {
      const order = this.rng.split('widen', n, q, round).permutation(n);
      channels.set(order.subarray(0, Math.min(n, q - at)), at);
    }
    return channels;
  }
}

const perChannel: readonly string[] = ['batchNorm', 'layerNorm', 'depthwiseConv2d'];
const firsts = (n: number): Channels => Int32Array.from({ length: n }, (_, i) => i);

/** Layers that weights can turn into the identity. A kernel needs a middle, and to see every place. */
function canPass({ type, options }: ResolvedLayer): boolean {
  if (type === 'dense' || type === 'batchNorm') return true;
  const still = options.strides === 1 && options.padding === 'same';
  return type.includes('onv') && still && Number(options.kernelSize) % 2 === 1 && (options.depthMultiplier ?? 1) === 1;
}

/** For each new channel the old one with its value; null where an old one has none. */
function matched(before: Int32Array, now: Int32Array): Channels | null {
  const places = new Map<number, number[]>();
  before.forEach((id, c) => {
    if (id !== 0) places.set(id, [...(places.get(id) ?? []), c]);
  });
  const taken = new Map<number, number>();
  const channels = now.map((id) => {
    const olds = places.get(id);
    if (!olds) return -1;
    const turn = taken.get(id) ?? 0;
    taken.set(id, turn + 1);
    return olds[turn % olds.length];
  });
  for (const [id, olds] of places) if ((taken.get(id) ?? 0) < olds.length) return null;
  return channels;
}

/** 1 / how many channels repeat the same old one. */
function shared(channels: Channels): Float64Array {
  const counts = new Map<number, number>();
  for (const c of channels) counts.set(c, (counts.get(c) ?? 0) + 1);
  return Float64Array.from(channels, (c) => (c < 0 ? 0 : 1 / counts.get(c)!));
}

/** Every old channel equally often. */
function even(channels: Channels, old: number): boolean {
  const counts = new Int32Array(old);
  for (const c of channels) counts[c]++;
  return counts.every((count) => count === counts[0]);
}
