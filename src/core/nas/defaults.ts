// A first search over architectures that a person can run as it is.
import { defaultTrainConfig, type DataKind, type TrainConfig } from '../train/config';
import type { NasSetting } from './config';

/**
 * Few epochs: a search ranks networks, the best are trained longer afterwards. Batches of 64 keep images quick. For texts
 * the table of the embedding alone may have tens of thousands of parameters.
 */
export function defaultSearch(kind: DataKind, trained?: TrainConfig): NasSetting {
  const image = kind === 'image';
  const base = trained ?? defaultTrainConfig(kind);
  if (kind === 'text' || kind === 'textTable')
    return {
      base: { ...base, layers: [], epochs: 10 },
      space: { type: 'sequence', options: { maskZero: true } },
      limits: { parameters: 200_000 },
      strategy: { type: 'evolution', options: {} },
      trials: 30,
      width: 2,
    };
  return {
    base: { ...base, layers: [], epochs: image ? 3 : 20, batchSize: image ? 64 : base.batchSize },
    space: { type: kind, options: {} },
    limits: image ? { parameters: 100_000, flops: 4_000_000 } : { parameters: 50_000 },
    // With so few networks it leaves least of chance's regret: docs/methods/architecture-search.md, How the strategies compare.
    strategy: { type: 'pnas', options: {} },
    trials: image ? 30 : 60,
    width: 2,
  };
}
