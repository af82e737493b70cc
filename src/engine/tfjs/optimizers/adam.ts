// Adam (Kingma & Ba 2015) and AdamW (Loshchilov & Hutter 2019), epsilon outside the root and after the correction.
import * as tf from '@tensorflow/tfjs-core';
import { pow } from '$core/math/elementary';
import type { UpdateRuleDef } from './rule';

const withMoments = (decoupled: boolean): UpdateRuleDef => ({
  slots: ['m', 'v'],
  factors: (rate, t, { beta1, beta2, epsilon, weightDecay = 0 }) => ({
    step: rate / (1 - pow(beta1, t)),
    correction: 1 / Math.sqrt(1 - pow(beta2, t)),
    beta1,
    rest1: 1 - beta1,
    beta2,
    rest2: 1 - beta2,
    epsilon,
    shrink: rate * weightDecay,
  }),
  apply: (w, g, [m, v], f, decay) => {
    const nextM = tf.add(tf.mul(m, f.beta1), tf.mul(g, f.rest1));
    const nextV = tf.add(tf.mul(v, f.beta2), tf.mul(tf.square(g), f.rest2));
    const shrunk = decoupled ? tf.sub(w, tf.mul(tf.mul(w, decay), f.shrink)) : w;
    const direction = tf.div(nextM, tf.add(tf.mul(tf.sqrt(nextV), f.correction), f.epsilon));
    return { weights: tf.sub(shrunk, tf.mul(direction, f.step)), slots: [nextM, nextV] };
  },
  formulas: {
    slots: ['m * beta1 + g * rest1', 'v * beta2 + g * g * rest2'],
    weights: `${decoupled ? '(w - w * decay * shrink)' : 'w'} - m / (sqrt(v) * correction + epsilon) * step`,
  },
});

export const adam = withMoments(false);
export const adamw = withMoments(true);
