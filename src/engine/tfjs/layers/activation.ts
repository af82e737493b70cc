// Activation functions. gelu is the exact one, x Phi(x).
import * as tf from '@tensorflow/tfjs-core';
import { leakySlope, type Activation } from '$core/model/activations';
import type { LayerForward } from '../layer';

const functions: Readonly<Record<Activation, (x: tf.Tensor) => tf.Tensor>> = {
  linear: (x) => x,
  relu: (x) => tf.relu(x),
  leakyRelu: (x) => tf.leakyRelu(x, leakySlope),
  elu: (x) => tf.elu(x),
  gelu: (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)),
  swish: (x) => tf.mul(x, tf.sigmoid(x)),
  tanh: (x) => tf.tanh(x),
  sigmoid: (x) => tf.sigmoid(x),
  softmax: (x) => tf.softmax(x, -1),
};

/** Applies an activation by the name that a layer's options hold. */
export const activate = (x: tf.Tensor, name: unknown): tf.Tensor => functions[name as Activation](x);

export const activation: LayerForward = ([x], { options }) => activate(x, options.activation);
