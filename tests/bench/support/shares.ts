// Where the time of a training step goes: each op run by itself, hot in the cache, summed by kind.
import type { ExecutorModel } from '$engine/executor';
import { SimdModel } from '$engine/simd/group';

const kinds: readonly [RegExp, string][] = [
  [/^(matmul|sumRows)$/, 'products'],
  [/^(conv|depthwise)/, 'convolutions'],
  [/ool/, 'pooling'],
  [/Norm/, 'norms'],
  [/^activation/, 'activations'],
  [/Entropy|huber|Squared/, 'loss'],
  [/^(sgd|momentum|nesterov|rmsprop|adamw?|clip|penalize)$/, 'update'],
];

/** E.g. `products 62 %, update 21 %, ...`, largest first. */
export function shares(model: ExecutorModel, rows: number): string {
  if (!(model instanceof SimdModel)) return '';
  const sums = new Map<string, number>();
  for (const { kernel, milliseconds } of model.group.timeOps(rows, () => performance.now())) {
    const kind = kinds.find(([pattern]) => pattern.test(kernel))?.[1] ?? 'other';
    sums.set(kind, (sums.get(kind) ?? 0) + milliseconds);
  }
  const total = [...sums.values()].reduce((a, b) => a + b, 0);
  return [...sums]
    .sort(([, a], [, b]) => b - a)
    .map(([kind, ms]) => `${kind} ${((100 * ms) / total).toFixed(0)} %`)
    .join(', ');
}
