// Polyak's heavy ball and Nesterov's variant, as PyTorch has them.
import * as tf from '@tensorflow/tfjs-core';
import type { UpdateRuleDef } from './rule';

const withVelocity = (nesterov: boolean): UpdateRuleDef => ({
  slots: ['velocity'],
  factors: (rate, _t, { momentum }) => ({ rate, momentum }),
  apply: (w, g, [velocity], { rate, momentum }) => {
    const next = tf.add(tf.mul(velocity, momentum), g);
    const direction = nesterov ? tf.add(g, tf.mul(next, momentum)) : next;
    return { weights: tf.sub(w, tf.mul(direction, rate)), slots: [next] };
  },
  formulas: {
    slots: ['velocity * momentum + g'],
    weights: nesterov ? 'w - (g + velocity * momentum) * rate' : 'w - velocity * rate',
  },
});

export const momentum = withVelocity(false);
export const nesterov = withVelocity(true);
