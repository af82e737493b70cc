// Places in the control and settings blocks, in bytes; the same as in src/engine/plan/control.ts.
export const LEARNING_RATE: usize = 0;
export const STEP_SIZE: usize = 4;
export const ROOT_SCALE: usize = 8;
export const BAD_GRADIENT: usize = 12;
export const LOSS_SUM: usize = 16;
export const GRADIENT_SCALE: usize = 24;
export const EPOCH: usize = 28;
export const STEP: usize = 32;

export const BETA1: usize = 0;
export const BETA2: usize = 8;
export const EPSILON: usize = 16;
export const WEIGHT_DECAY: usize = 24;
export const MOMENTUM: usize = 32;
export const RHO: usize = 40;
export const L1: usize = 48;
export const L2: usize = 56;
export const CLIP_NORM: usize = 64;
export const SEED_LOW: usize = 72;
export const SEED_HIGH: usize = 80;
