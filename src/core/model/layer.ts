// The contract of a layer type. Adding a layer: one file in layers/ that exports a LayerDef, one line in registry.ts,
// and its numbers in each engine (engine/tfjs/layers, engine/plan/layers).
import type { Fields, Values } from '../fields/field';
import { TablabError } from '../errors/error';
import type { Shape, TensorInfo, WeightSpec } from './spec';

export interface LayerDef<F extends Fields = Fields> {
  readonly type: string;
  readonly label: string;
  readonly summary: string;
  /** Heading it stands under when a layer is added. */
  readonly group: 'core' | 'convolution' | 'pooling' | 'normalization' | 'regularization' | 'shape' | 'merge';
  readonly fields: F;
  /** How many inputs it takes: exactly one, or two and more. */
  readonly arity: 'one' | 'many';
  /** Output for the given inputs. Throws `layer-shape` or `layer-collapsed` through the helpers below. */
  infer(options: Values<F>, inputs: readonly TensorInfo[], layer: string): TensorInfo;
  /** Its weights, unprefixed names. */
  weights(options: Values<F>, inputs: readonly TensorInfo[]): readonly WeightSpec[];
  /** Operations of one row's forward pass; a multiply-add counts two. */
  flops(options: Values<F>, inputs: readonly TensorInfo[], output: TensorInfo): number;
}

/** Types a definition by its own fields and hands it out under the general type. */
export function defineLayer<const F extends Fields>(def: LayerDef<F>): LayerDef {
  return def as unknown as LayerDef;
}

export const float32 = (shape: Shape, { mask }: Pick<TensorInfo, 'mask'> = {}): TensorInfo =>
  mask ? { shape, dtype: 'float32', mask } : { shape, dtype: 'float32' };
export const shapeText = (shape: Shape): string => (shape.length === 0 ? 'scalar' : shape.join(' x '));

export function shapeError(layer: string, type: string, shape: Shape, reason: string): TablabError {
  return new TablabError('layer-shape', { layer, type, shape: shapeText(shape), reason });
}

/** Demands a float32 input of the given rank and returns its shape. */
export function needRank(layer: string, type: string, input: TensorInfo, rank: number): Shape {
  if (input.dtype !== 'float32')
    throw shapeError(layer, type, input.shape, 'it needs numbers; put an embedding before it');
  if (input.shape.length !== rank) {
    const wanted =
      rank === 1 ? 'a flat row; add a flatten layer' : rank === 2 ? 'steps x channels' : 'height x width x channels';
    throw shapeError(layer, type, input.shape, `it needs ${wanted}`);
  }
  return input.shape;
}

export type Padding = 'same' | 'valid';

/** Output length of a window sliding over `size`; same: ceil(size / stride). Throws when nothing is left. */
export function windowed(
  layer: string,
  type: string,
  shape: Shape,
  size: number,
  kernel: number,
  stride: number,
  padding: Padding,
) {
  const out = padding === 'same' ? Math.ceil(size / stride) : Math.floor((size - kernel) / stride) + 1;
  if (out < 1) throw new TablabError('layer-collapsed', { layer, type, shape: shapeText(shape) });
  return out;
}

/** Zeros before the first element, as TensorFlow places them: the smaller half comes first. */
export function padBefore(size: number, out: number, kernel: number, stride: number, padding: Padding): number {
  if (padding === 'valid') return 0;
  return Math.max(0, (out - 1) * stride + kernel - size) >> 1;
}

export function weight(
  name: string,
  shape: Shape,
  initializer: WeightSpec['initializer'],
  more: Partial<WeightSpec> = {},
): WeightSpec {
  return { name, shape, initializer, trainable: true, decay: false, fanIn: 1, fanOut: 1, ...more };
}
