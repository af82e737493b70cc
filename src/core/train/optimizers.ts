// The optimizers and their options. The update rules are in docs/methods/optimizers.md; engines implement them.
// `gd`, `sgd` and `minibatch` share one rule and differ in the batch: all rows, one row, or the batch size.
import { float, type Fields } from '../fields/field';

export interface OptimizerDef {
  readonly type: OptimizerType;
  readonly label: string;
  readonly summary: string;
  /** Which update rule engines run. */
  readonly rule: UpdateRule;
  readonly batch: 'all' | 'one' | 'size';
  readonly fields: Fields;
}

export type OptimizerType = 'gd' | 'sgd' | 'minibatch' | 'momentum' | 'nesterov' | 'rmsprop' | 'adam' | 'adamw';
/** sgd: w -= lr g. momentum: v = m v + g; w -= lr v (Polyak, as PyTorch). nesterov: w -= lr (g + m v). */
export type UpdateRule = 'sgd' | 'momentum' | 'nesterov' | 'rmsprop' | 'adam' | 'adamw';

const momentum = float('Momentum', 0.9, 0, 0.9999);
const beta1 = float('Beta 1', 0.9, 0, 0.9999);
const beta2 = float('Beta 2', 0.999, 0, 0.99999);
const epsilon = float('Epsilon', 1e-7, 1e-10, 1e-2, { log: true });

export const optimizerDefs: readonly OptimizerDef[] = [
  {
    type: 'adam',
    label: 'Adam',
    summary: 'Adaptive moments (Kingma & Ba 2015).',
    rule: 'adam',
    batch: 'size',
    fields: { beta1, beta2, epsilon },
  },
  {
    type: 'adamw',
    label: 'AdamW',
    summary: 'Adam with decoupled weight decay (Loshchilov & Hutter 2019).',
    rule: 'adamw',
    batch: 'size',
    fields: { beta1, beta2, epsilon, weightDecay: float('Weight decay', 0.01, 0, 1) },
  },
  {
    type: 'rmsprop',
    label: 'RMSProp',
    summary: 'Divides by a running root mean square of the gradient (Tieleman & Hinton 2012).',
    rule: 'rmsprop',
    batch: 'size',
    fields: { rho: float('Rho', 0.9, 0, 0.9999), epsilon },
  },
  {
    type: 'momentum',
    label: 'Momentum',
    summary: 'Heavy-ball momentum (Polyak 1964).',
    rule: 'momentum',
    batch: 'size',
    fields: { momentum },
  },
  {
    type: 'nesterov',
    label: 'Nesterov',
    summary: 'Nesterov momentum (Sutskever et al. 2013).',
    rule: 'nesterov',
    batch: 'size',
    fields: { momentum },
  },
  {
    type: 'minibatch',
    label: 'Mini-batch',
    summary: 'Plain gradient descent on batches.',
    rule: 'sgd',
    batch: 'size',
    fields: {},
  },
  {
    type: 'sgd',
    label: 'SGD (one row)',
    summary: 'Stochastic gradient descent, one row a step.',
    rule: 'sgd',
    batch: 'one',
    fields: {},
  },
  {
    type: 'gd',
    label: 'GD (all rows)',
    summary: 'Gradient descent on the whole training set.',
    rule: 'sgd',
    batch: 'all',
    fields: {},
  },
];

const byType = new Map(optimizerDefs.map((def) => [def.type, def]));
export const optimizerDef = (type: OptimizerType): OptimizerDef => byType.get(type)!;

/** Rows per step of this optimizer on `rows` training rows. */
export function effectiveBatch(type: OptimizerType, batchSize: number, rows: number): number {
  const { batch } = optimizerDef(type);
  return batch === 'all' ? rows : batch === 'one' ? 1 : Math.min(batchSize, rows);
}
