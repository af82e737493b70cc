// Random valid networks: layers are proposed one by one and kept when the model still resolves.
import { TablabError } from '$core/errors/error';
import { resolveModel } from '$core/model/resolve';
import type { InputSpec, LayerSpec, ModelSpec } from '$core/model/spec';
import type { Stream } from '$core/rng/stream';

const pick = <T>(rng: Stream, items: readonly T[]): T => items[rng.below(items.length)];
const sizes = [1, 2, 3, 5, 8, 9];
const smooth = ['linear', 'tanh', 'gelu', 'swish', 'sigmoid', 'elu', 'softmax'];

type Proposal = (rng: Stream, earlier: readonly string[]) => Omit<LayerSpec, 'id'>;

const activation = (rng: Stream) => pick(rng, smooth);
const window = (rng: Stream) => ({
  kernelSize: 1 + rng.below(4),
  strides: 1 + rng.below(3),
  padding: pick(rng, ['same', 'valid']),
  activation: activation(rng),
});
const poolWindow = (rng: Stream) => ({
  poolSize: 1 + rng.below(3),
  strides: 1 + rng.below(3),
  padding: pick(rng, ['same', 'valid']),
});

const proposals: Proposal[] = [
  (rng) => ({
    type: 'dense',
    options: { units: pick(rng, sizes), activation: activation(rng), useBias: rng.below(2) > 0 },
  }),
  (rng) => ({ type: 'activation', options: { activation: activation(rng) } }),
  (rng) => ({ type: 'conv2d', options: { ...window(rng), filters: pick(rng, sizes) } }),
  (rng) => ({ type: 'conv1d', options: { ...window(rng), filters: pick(rng, sizes) } }),
  (rng) => ({ type: 'depthwiseConv2d', options: { ...window(rng), depthMultiplier: 1 + rng.below(2) } }),
  (rng) => ({ type: 'separableConv2d', options: { ...window(rng), filters: pick(rng, sizes) } }),
  (rng) => ({ type: pick(rng, ['maxPool2d', 'avgPool2d']), options: poolWindow(rng) }),
  (rng) => ({ type: pick(rng, ['maxPool1d', 'avgPool1d']), options: poolWindow(rng) }),
  (rng) => ({ type: pick(rng, ['globalAvgPool', 'globalMaxPool']) }),
  () => ({ type: 'batchNorm' }),
  () => ({ type: 'layerNorm' }),
  (rng) => ({ type: 'dropout', options: { rate: pick(rng, [0.1, 0.5]) } }),
  () => ({ type: 'flatten' }),
  (rng) => ({ type: 'reshape', options: { channels: pick(rng, [1, 2, 3]) } }),
  (rng, earlier) => ({ type: 'add', inputs: [earlier.at(-1)!, pick(rng, earlier)] }),
  (rng, earlier) => ({ type: 'concat', inputs: [earlier.at(-1)!, pick(rng, earlier)] }),
];

const inputShapes = [[1], [5], [17], [7, 2], [4, 5, 2], [6, 6, 1]];

/** A network of up to `depth` layers with an output layer of `units`. */
export function randomSpec(rng: Stream, depth: number, units: number): ModelSpec {
  const inputs: InputSpec[] = [{ id: 'features', shape: pick(rng, inputShapes), dtype: 'float32' }];
  let layers: LayerSpec[] = [];
  let spec = resolveModel(layers, inputs, units);
  for (let tries = 0; layers.length < depth && tries < 60; tries++) {
    const id = `l${layers.length}`;
    const earlier = ['features', ...layers.map((layer) => layer.id)];
    const longer = [...layers, { id, ...pick(rng, proposals)(rng, earlier) }];
    const resolved = resolves(longer, inputs, units);
    // A proposal that does not fit the shape here is passed over: another one may fit.
    if (!resolved) continue;
    spec = resolved;
    layers = longer;
  }
  return spec;
}

function resolves(layers: readonly LayerSpec[], inputs: readonly InputSpec[], units: number): ModelSpec | undefined {
  try {
    return resolveModel(layers, inputs, units);
  } catch (error) {
    if (error instanceof TablabError) return undefined;
    throw error;
  }
}
