import * as tf from '@tensorflow/tfjs-core';
import type { UpdateRuleDef } from './rule';

export const rmsprop: UpdateRuleDef = {
  slots: ['square'],
  factors: (rate, _t, { rho, epsilon }) => ({ rate, rho, rest: 1 - rho, epsilon }),
  apply: (w, g, [square], { rate, rho, rest, epsilon }) => {
    const next = tf.add(tf.mul(square, rho), tf.mul(tf.square(g), rest));
    const step = tf.div(tf.mul(g, rate), tf.add(tf.sqrt(next), epsilon));
    return { weights: tf.sub(w, step), slots: [next] };
  },
  formulas: {
    slots: ['square * rho + g * g * rest'],
    weights: 'w - g * rate / (sqrt(square) + epsilon)',
  },
};
