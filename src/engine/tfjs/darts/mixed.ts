// Mixed operations: a sum of what the operations of an edge give, weighted by their shares, softmax over the edge's alphas
// (Liu, Simonyan & Yang 2018, arXiv 1806.09055, equation 2). The operation that gives nothing takes its share and adds none.
import * as tf from '@tensorflow/tfjs-core';
import type { Mix } from '$core/nas/relaxation';
import type { Special } from '../network';

/** Runs the mixed layers of a supernet at these alphas [edges, operations]. Call inside a tidy. */
export function mixing(mixes: ReadonlyMap<string, Mix>, alphas: tf.Tensor2D): Special {
  const [edges, ops] = alphas.shape;
  const shares = tf.split(tf.reshape(tf.softmax(alphas), [edges * ops]), edges * ops);
  return ({ id }, inputs) => {
    const mix = mixes.get(id);
    return mix ? tf.addN(inputs.map((x, i) => tf.mul(x, shares[mix.edge * ops + mix.ops[i]]))) : null;
  };
}
