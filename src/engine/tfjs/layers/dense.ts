import * as tf from '@tensorflow/tfjs-core';
import { need, type LayerForward } from '../layer';
import { product } from '../product';
import { activate } from './activation';

/** activation(x W + b). Product and sum stay apart: tfjs's fused form gives wrong numbers on WASM. */
export const dense: LayerForward = ([x], { options }, context) => {
  const bias = context.weight('bias');
  const z = product(x, need(context, 'kernel'));
  return activate(bias ? tf.add(z, bias) : z, options.activation);
};
