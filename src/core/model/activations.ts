// Activation functions a layer may name. gelu is the exact one, x * Phi(x) (Hendrycks & Gimpel 2016).
import { choice } from '../fields/field';

export const activations = [
  'linear',
  'relu',
  'leakyRelu',
  'elu',
  'gelu',
  'swish',
  'tanh',
  'sigmoid',
  'softmax',
] as const;
export type Activation = (typeof activations)[number];

/** Slope of leaky relu for negative inputs; alpha of elu is 1. */
export const leakySlope = 0.2;

export const activationField = (d: Activation) => choice('Activation', d, activations);

/** He initialization suits rectifiers, Glorot the rest (He et al. 2015; Glorot & Bengio 2010). */
export const initializerFor = (activation: string) =>
  ['relu', 'leakyRelu', 'elu', 'gelu', 'swish'].includes(activation) ? 'heUniform' : 'glorotUniform';

/** Rough operations per element, for cost estimates. */
export const activationFlops = (activation: string) => (activation === 'linear' ? 0 : activation === 'relu' ? 1 : 8);
