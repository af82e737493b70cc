// Convolutions, on NHWC data with TensorFlow's padding. The 1-D one runs as a 2-D one of width 1.
import * as tf from '@tensorflow/tfjs-core';
import { padBefore, type Padding } from '$core/model/layer';
import type { ResolvedLayer } from '$core/model/spec';
import { need, type LayerContext, type LayerForward } from '../layer';
import { withoutPadding } from '../mask';
import { activate } from './activation';

type Pads = 'same' | 'valid' | tf.backend_util.ExplicitPadding;

/**
 * The padding to ask tfjs for. Where "same" leaves some of the input unseen (a stride larger than the kernel), its
 * WASM backend gives wrong numbers, so the zeros are then counted out.
 */
function padsOf(x: tf.Tensor, kernel: readonly number[], strides: readonly [number, number], padding: Padding): Pads {
  if (padding === 'valid') return 'valid';
  const axes = [0, 1].map((axis): [number, number, number] => {
    const [size, k, stride] = [x.shape[axis + 1]!, kernel[axis], strides[axis]];
    const out = Math.ceil(size / stride);
    const total = (out - 1) * stride + k - size;
    const before = padBefore(size, out, k, stride, 'same');
    return [total, before, Math.max(0, total) - before];
  });
  if (axes.every(([total]) => total >= 0)) return 'same';
  const [[, top, bottom], [, left, right]] = axes;
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
}

function convolve(x: tf.Tensor, kernel: tf.Tensor, strides: [number, number], padding: Padding) {
  const pads = padsOf(x, kernel.shape, strides, padding);
  return tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, strides, pads);
}

function convolveChannels(x: tf.Tensor, kernel: tf.Tensor, strides: [number, number], padding: Padding) {
  const pads = padsOf(x, kernel.shape, strides, padding);
  return tf.depthwiseConv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, strides, pads);
}

const square = ({ options }: ResolvedLayer): [number, number] => [options.strides as number, options.strides as number];
const paddingOf = ({ options }: ResolvedLayer) => options.padding as Padding;

function finish(z: tf.Tensor, { options }: ResolvedLayer, context: LayerContext) {
  const bias = context.weight('bias');
  return activate(bias ? tf.add(z, bias) : z, options.activation);
}

export const conv2d: LayerForward = ([x], layer, context) =>
  finish(convolve(x, need(context, 'kernel'), square(layer), paddingOf(layer)), layer, context);

export const conv1d: LayerForward = ([x], layer, context) => {
  const [rows, steps, channels] = x.shape;
  const kernel = need(context, 'kernel');
  const [size, , filters] = kernel.shape;
  const image = tf.reshape(withoutPadding(x, context), [rows, steps, 1, channels]);
  const z = convolve(
    image,
    tf.reshape(kernel, [size, 1, channels, filters]),
    [layer.options.strides as number, 1],
    paddingOf(layer),
  );
  return finish(tf.reshape(z, [rows, z.shape[1], filters]), layer, context);
};

export const depthwiseConv2d: LayerForward = ([x], layer, context) =>
  finish(convolveChannels(x, need(context, 'depthwiseKernel'), square(layer), paddingOf(layer)), layer, context);

export const separableConv2d: LayerForward = ([x], layer, context) => {
  const middle = convolveChannels(x, need(context, 'depthwiseKernel'), square(layer), paddingOf(layer));
  return finish(convolve(middle, need(context, 'pointwiseKernel'), [1, 1], 'valid'), layer, context);
};
