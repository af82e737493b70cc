// Where each weight of a network lies in the shared weights of its space. A weight is cut into pieces, one for each part of
// what it reads; a piece is a stack of matrices, of which the network takes the leading rows and columns: a narrow layer
// reads the first channels of a wide one. Pieces are named by layer, operation and part, so that two networks share exactly
// what does the same work in both: a 3 x 3 and a 1 x 1 convolution on one edge share nothing, nor do the normalisations
// behind them.
import { TablabError } from '../../errors/error';
import type { ModelSpec, ResolvedLayer, WeightSpec } from '../../model/spec';

export interface Piece {
  readonly weight: WeightSpec;
  /** Name of the shared block. */
  readonly key: string;
  readonly rows: number;
  readonly columns: number;
  /** Place of the first number of each matrix of the stack in the network's weight. */
  readonly starts: Int32Array;
  /** From row to row in the network's weight. */
  readonly stride: number;
}

/** Channels on the last axis of a tensor that come from one source; of a flattened image once for each place. */
interface Part {
  readonly name: string;
  readonly places: number;
  readonly width: number;
  readonly offset: number;
  /** From place to place. */
  readonly step: number;
}

/** `rows x columns` stand in the last two axes. */
const matrices: Readonly<Record<string, readonly string[]>> = {
  dense: ['kernel'],
  conv1d: ['kernel'],
  conv2d: ['kernel'],
  separableConv2d: ['pointwiseKernel'],
  embedding: ['embeddings'],
};
const norms: readonly string[] = ['batchNorm', 'layerNorm'];
const known: readonly string[] = [...Object.keys(matrices), 'depthwiseConv2d', ...norms];
/** What makes two layers of one id different operations. */
const told = ['kernelSize', 'strides', 'padding', 'depthMultiplier'] as const;

/**
 * All weights of a network in pieces. `byInput`: an operation has weights of its own for every source that it may read, as
 * in cells whose inputs are chosen. Throws `nas-supernet-layer`.
 */
export function piecesOf(spec: ModelSpec, byInput: boolean): Piece[] {
  const layers = new Map(spec.layers.map((layer) => [layer.id, layer]));
  const parts = new Map<string, readonly Part[]>(spec.inputs.map(({ id, shape }) => [id, [whole('', shape)]]));
  const root = (id: string): string => {
    const layer = layers.get(id);
    if (!layer || layer.inputs.length > 1) return id;
    return layer.weights.length === 0 || norms.includes(layer.type) ? root(layer.inputs[0]) : id;
  };
  return spec.layers.flatMap((layer) => {
    const inputs = layer.inputs.map((id) => parts.get(id)!);
    parts.set(layer.id, partsOf(layer, inputs, root));
    if (layer.weights.length === 0) return [];
    if (!known.includes(layer.type)) throw new TablabError('nas-supernet-layer', { layer: layer.id, type: layer.type });
    const name = `${layer.id}|${operationOf(layer, layers)}${byInput ? `|${root(layer.inputs[0])}` : ''}`;
    const read = layer.type === 'embedding' ? [whole('', [layer.weights[0].shape[0]])] : inputs[0];
    return layer.weights.flatMap((weight) => cut(layer, weight, name, read));
  });
}

const whole = (name: string, shape: readonly number[]): Part => {
  const width = shape[shape.length - 1];
  return { name, places: 1, width, offset: 0, step: width };
};

function operationOf({ type, options, inputs }: ResolvedLayer, layers: ReadonlyMap<string, ResolvedLayer>): string {
  const before = norms.includes(type) ? layers.get(inputs[0]) : undefined;
  const behind = before && before.weights.length > 0 ? [operationOf(before, layers)] : [];
  return [type, ...told.flatMap((name) => (name in options ? [String(options[name])] : [])), ...behind].join(' ');
}

/** The parts of a layer's output. The first of a join goes on without a name: alone or not, it is the trunk. */
function partsOf(layer: ResolvedLayer, inputs: readonly (readonly Part[])[], root: (id: string) => string): Part[] {
  const { type, output, inputInfos } = layer;
  const width = output.shape[output.shape.length - 1];
  if (type === 'concat') {
    let offset = 0;
    return inputs.flatMap((parts, i) => {
      const from = offset;
      const { shape } = inputInfos[i];
      offset += shape[shape.length - 1];
      const name = root(layer.inputs[i]);
      const named = (part: Part) => (i === 0 ? part.name : part.name === '' ? name : `${name}+${part.name}`);
      return parts.map((part) => ({ ...part, name: named(part), offset: from + part.offset }));
    });
  }
  if (type === 'flatten') {
    const { shape } = inputInfos[0];
    const places = shape.slice(0, -1).reduce((product, n) => product * n, 1);
    if (shape.length === 1) return [...inputs[0]];
    return inputs[0].map((part) => ({ ...part, places, step: shape[shape.length - 1] }));
  }
  const keeps = layer.weights.length === 0 ? type !== 'reshape' : norms.includes(type);
  const same = keeps && inputs[0].reduce((sum, part) => sum + part.places * part.width, 0) === width;
  return same ? [...inputs[0]] : [whole('', output.shape)];
}

function cut(layer: ResolvedLayer, weight: WeightSpec, name: string, read: readonly Part[]): Piece[] {
  const { shape } = weight;
  const short = weight.name.slice(weight.name.lastIndexOf('/') + 1);
  const key = (part: string, count: number) => `${name}|${short}|${count}|${part}`;
  const last = shape[shape.length - 1];
  if (matrices[layer.type]?.includes(short)) {
    const rows = shape[shape.length - 2];
    const kernel = shape.slice(0, -2).reduce((product, n) => product * n, 1);
    return read.map(({ name: part, places, width, offset, step }) => ({
      weight,
      key: key(part, kernel * places),
      rows: width,
      columns: last,
      stride: last,
      starts: Int32Array.from({ length: kernel * places }, (_, i) => {
        const [k, place] = [Math.floor(i / places), i % places];
        return (k * rows + offset + place * step) * last;
      }),
    }));
  }
  const perInput = short === 'depthwiseKernel' || norms.includes(layer.type);
  if (!perInput) return [{ weight, key: key('', 1), rows: 1, columns: last, stride: last, starts: Int32Array.of(0) }];
  // One number, or `each` numbers, for every channel that is read.
  const each = short === 'depthwiseKernel' ? last : 1;
  const kernel = short === 'depthwiseKernel' ? shape[0] * shape[1] : 1;
  const channels = short === 'depthwiseKernel' ? shape[2] : last;
  return read.map(({ name: part, places, width, offset, step }) => ({
    weight,
    key: key(part, kernel * places),
    rows: 1,
    columns: width * each,
    stride: width * each,
    starts: Int32Array.from({ length: kernel * places }, (_, i) => {
      const [k, place] = [Math.floor(i / places), i % places];
      return (k * channels + offset + place * step) * each;
    }),
  }));
}
