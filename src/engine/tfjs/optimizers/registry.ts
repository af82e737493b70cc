// All update rules on tfjs. One line each.
import type { UpdateRule } from '$core/train/optimizers';
import { adam, adamw } from './adam';
import { momentum, nesterov } from './momentum';
import { rmsprop } from './rmsprop';
import type { UpdateRuleDef } from './rule';
import { sgd } from './sgd';

export const updateRules: Readonly<Record<UpdateRule, UpdateRuleDef>> = {
  sgd,
  momentum,
  nesterov,
  rmsprop,
  adam,
  adamw,
};
