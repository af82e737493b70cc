import * as tf from '@tensorflow/tfjs-core';
import type { UpdateRuleDef } from './rule';

export const sgd: UpdateRuleDef = {
  slots: [],
  factors: (rate) => ({ rate }),
  apply: (w, g, _slots, { rate }) => ({ weights: tf.sub(w, tf.mul(g, rate)), slots: [] }),
  formulas: { slots: [], weights: 'w - g * rate' },
};
