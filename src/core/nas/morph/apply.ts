// From recipes and the smaller network's weights to the larger network's.
import { weightsOf, sizeOf, type ModelSpec, type ResolvedLayer, type Weights } from '../../model/spec';
import type { Stream } from '../../rng/stream';
import type { LayerRecipe, Transplant } from './transplant';

export interface Growth {
  readonly small: ModelSpec;
  readonly large: ModelSpec;
  readonly plan: Transplant;
}

/**
 * Weights of `large`. `own`: its first draw, for layers that are free. `noise`: standard deviation of what is added to the
 * incoming weights of repeated units, relative to that of their kernel; 0: the function is preserved exactly.
 */
export function applyTransplant(
  { small, large, plan }: Growth,
  weights: Weights,
  own: Weights,
  noise: number,
  rng: Stream,
): Map<string, Float32Array> {
  const result = new Map<string, Float32Array>();
  const shapes = new Map(weightsOf(small).map(({ name, shape }) => [name, shape]));
  for (const layer of large.layers) {
    const recipe = plan.get(layer.id);
    for (const weight of layer.weights) {
      const old = weights.get(weight.name);
      const shape = [...weight.shape];
      const name = weight.name.slice(layer.id.length + 1);
      const first = own.get(weight.name)!.slice();
      const filled =
        recipe?.kind === 'copy' && old
          ? copied(layer, name, shape, recipe, old, shapes.get(weight.name)!)
          : recipe?.kind === 'identity'
            ? passing(layer, name, shape, recipe.outputs)
            : recipe?.kind === 'zero' && silences(layer, name)
              ? first.fill(0)
              : first;
      if (recipe?.kind === 'copy' && noise > 0 && /^(pointwiseK|k)ernel$/.test(name)) {
        disturb(filled, recipe.outputs, noise, rng.split('noise', weight.name));
      }
      result.set(weight.name, filled);
    }
  }
  return result;
}

/** The weights by which a layer falls silent: those closest to its output. */
function silences({ type }: ResolvedLayer, name: string): boolean {
  if (type === 'batchNorm' || type === 'layerNorm') return name === 'gamma' || name === 'beta';
  return type === 'separableConv2d' ? name !== 'depthwiseKernel' : true;
}

/** A kernel as [places, inputs, outputs]; a vector of channels has one place and one input. */
function axes(name: string, shape: readonly number[]): readonly [number, number, number] {
  // Depthwise kernels have a channel of their own for each input, and a multiplier of 1.
  if (name === 'depthwiseKernel') return [sizeOf(shape.slice(0, -2)), 1, shape[shape.length - 2]];
  if (shape.length === 1) return [1, 1, shape[0]];
  return [sizeOf(shape.slice(0, -2)), shape[shape.length - 2], shape[shape.length - 1]];
}

function copied(
  layer: ResolvedLayer,
  name: string,
  shape: readonly number[],
  { inputs, shares, outputs }: Extract<LayerRecipe, { kind: 'copy' }>,
  old: Float32Array,
  oldShape: readonly number[],
): Float32Array {
  const to = new Float32Array(sizeOf(shape));
  const [places, ins, outs] = axes(name, shape);
  const [oldPlaces, oldIns, oldOuts] = axes(name, oldShape);
  const mixes = name === 'kernel' || name === 'pointwiseKernel';
  // By channel: the input's where the layer keeps channels apart.
  const from = name === 'depthwiseKernel' ? inputs : outputs;
  const places0 = placesOf(layer, name, places, oldPlaces);
  // A dense layer behind a flattened tensor reads its channels once for each place.
  const repeats = mixes ? inputs.length : ins;
  const oldRepeats = mixes ? oldIns / (ins / inputs.length) : oldIns;
  for (let p = 0; p < places; p++) {
    const oldPlace = places0(p);
    if (oldPlace < 0) continue;
    for (let i = 0; i < ins; i++) {
      const channel = mixes ? inputs[i % repeats] : i;
      if (channel < 0) continue;
      const share = mixes ? shares[i % repeats] : 1;
      const row = mixes ? Math.floor(i / repeats) * oldRepeats + channel : i;
      for (let o = 0; o < outs; o++) {
        if (from[o] >= 0) to[(p * ins + i) * outs + o] = share * old[(oldPlace * oldIns + row) * oldOuts + from[o]];
      }
    }
  }
  return to;
}

/** The place in the smaller kernel for a place in the larger one, whose middle it is; -1 outside. */
function placesOf({ type }: ResolvedLayer, name: string, places: number, oldPlaces: number): (place: number) => number {
  if (places === oldPlaces || name === 'embeddings') return (place) => place;
  const flat = type === 'conv1d';
  const [side, oldSide] = [places, oldPlaces].map((n) => (flat ? n : Math.round(Math.sqrt(n))));
  const edge = (side - oldSide) / 2;
  return (place) => {
    const [y, x] = flat ? [0, place - edge] : [Math.floor(place / side) - edge, (place % side) - edge];
    const inside = x >= 0 && x < oldSide && (flat || (y >= 0 && y < oldSide));
    return inside ? y * oldSide + x : -1;
  };
}

/** Weights that make output j input `outputs[j]`. */
function passing(
  { options }: ResolvedLayer,
  name: string,
  shape: readonly number[],
  outputs: Int32Array,
): Float32Array {
  const to = new Float32Array(sizeOf(shape));
  if (name === 'gamma') return to.fill(Math.sqrt(1 + Number(options.epsilon)));
  if (name === 'movingVariance') return to.fill(1);
  if (!/ernel$/.test(name)) return to;
  const [places, ins, outs] = axes(name, shape);
  const middle = (places - 1) / 2;
  for (let o = 0; o < outs; o++) {
    const input = name === 'depthwiseKernel' ? 0 : outputs[o];
    to[(middle * ins + input) * outs + o] = 1;
  }
  return to;
}

/** Noise on the columns that repeat an earlier one. */
function disturb(kernel: Float32Array, outputs: Int32Array, noise: number, rng: Stream): void {
  const outs = outputs.length;
  const squares = kernel.reduce((sum, w) => sum + w * w, 0);
  const scale = noise * Math.sqrt(squares / Math.max(1, kernel.length));
  const seen = new Set<number>();
  const repeats = outputs.map((c) => (seen.has(c) ? 1 : (seen.add(c), 0)));
  for (let at = 0; at < kernel.length; at++) if (repeats[at % outs]) kernel[at] += scale * rng.normal();
}

/** Batch normalisations that pass their input on, to be set to what they will see (see `seeing`). */
export const toMeasure = ({ large, plan }: Pick<Growth, 'large' | 'plan'>): ResolvedLayer[] =>
  large.layers.filter(({ id, type }) => type === 'batchNorm' && plan.get(id)?.kind === 'identity');

/**
 * Sets a batch normalisation that passes its input on to the statistics of that input, `values` (rows and places x
 * channels): then it passes it on in training too, where it uses those of the batch.
 */
export function seeing({ id, options }: ResolvedLayer, values: Float32Array, weights: Map<string, Float32Array>): void {
  const [gamma, beta, mean, variance] = ['gamma', 'beta', 'movingMean', 'movingVariance'].map((name) =>
    weights.get(`${id}/${name}`)!,
  );
  const channels = gamma.length;
  const rows = values.length / channels;
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let r = 0; r < rows; r++) sum += values[r * channels + c];
    const m = Math.fround(sum / rows);
    let squares = 0;
    for (let r = 0; r < rows; r++) squares += (values[r * channels + c] - m) ** 2;
    mean[c] = beta[c] = m;
    variance[c] = squares / rows;
    gamma[c] = Math.sqrt(variance[c] + Number(options.epsilon));
  }
}
