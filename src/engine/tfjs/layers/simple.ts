// Layers without weights, and the embedding table.
import * as tf from '@tensorflow/tfjs-core';
import { need, type LayerForward } from '../layer';
import { withoutPadding } from '../mask';

export const dropout: LayerForward = ([x], { options }, context) => {
  const rate = options.rate as number;
  return context.training && rate > 0 ? tf.mul(x, context.dropout(rate, x.shape)) : x;
};

/** The same numbers in the shape that the layer declares. */
export const reshape: LayerForward = ([x], { output }) => tf.reshape(x, [x.shape[0], ...output.shape]);

export const flatten: LayerForward = ([x], layer, context) => reshape([withoutPadding(x, context)], layer, context);

export const add: LayerForward = (inputs) => (inputs.length === 1 ? inputs[0] : tf.addN([...inputs]));

export const concat: LayerForward = (inputs) => tf.concat([...inputs], inputs[0].shape.length - 1);

/** Codes [rows, columns] to vectors [rows, columns, dimension]. */
export const embedding: LayerForward = ([codes], { options }, context) => {
  const vectors = tf.gather(need(context, 'embeddings'), tf.cast(codes, 'int32'));
  return options.maskZero ? withoutPadding(vectors, context) : vectors;
};
