// A first search over architectures that a person can run as it is.
import { defaultTrainConfig, type TrainConfig } from '../train/config';
import type { NasSetting } from './config';

/** Few epochs: a search ranks networks, the best are trained longer afterwards. Batches of 64 keep images quick. */
export function defaultSearch(kind: 'table' | 'image', trained?: TrainConfig): NasSetting {
  const image = kind === 'image';
  const base = trained ?? defaultTrainConfig(kind);
  return {
    base: { ...base, layers: [], epochs: image ? 3 : 20, batchSize: image ? 64 : base.batchSize },
    space: { type: kind, options: {} },
    limits: image ? { parameters: 100_000, flops: 4_000_000 } : { parameters: 50_000 },
    strategy: { type: 'evolution', options: {} },
    trials: image ? 30 : 60,
    width: 2,
  };
}
