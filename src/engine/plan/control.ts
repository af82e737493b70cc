// The two small blocks through which a network is steered, shared by every target. Kernels read them at fixed places,
// so that networks of one Plan differ only in contents (kernels/assembly/control.ts has the same numbers).

/** Words of 4 bytes, changed from step to step. f64 fields take two words. */
export const control = {
  /** f32, from the table of the epoch: the learning rate; for Adam also lr / (1 - beta1^t) and 1 / sqrt(1 - beta2^t). */
  learningRate: 0,
  stepSize: 1,
  rootScale: 2,
  /** u32: 1 when a gradient of this step was not finite. */
  badGradient: 3,
  /** f64: sum of row losses since the start of the pass. */
  lossSum: 4,
  /** f32: factor on gradients from clipping; 1 without. */
  gradientScale: 6,
  /** u32: numbers that name the dropout masks. */
  epoch: 7,
  step: 8,
} as const;
export const controlWords = 16;

/** f64 values, fixed while a network trains. */
export const settings = {
  beta1: 0,
  beta2: 1,
  epsilon: 2,
  weightDecay: 3,
  momentum: 4,
  rho: 5,
  l1: 6,
  l2: 7,
  clipNorm: 8,
  /** The dropout seed in two halves: seed mod 2^32 and floor(seed / 2^32). */
  seedLow: 9,
  seedHigh: 10,
} as const;
export const settingsWords = 32;
