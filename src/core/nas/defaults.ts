// A first search over architectures that a person can run as it is.
import { defaultTrainConfig, type DataKind, type TrainConfig } from '../train/config';
import type { NasSetting } from './config';

/** Epochs where the size of the data says nothing else, and the most of them on small data. */
const usual = { image: { epochs: 3, most: 15 }, table: { epochs: 20, most: 60 } } as const;
/** Minibatches of one training: fewer do not tell networks apart, more keep a person waiting. */
const steps = { least: 300, most: 10_000 } as const;
const leastEpochs = 3;

/** The usual number of epochs, more where that is too few minibatches, fewer where it is very many. */
export function searchEpochs(kind: 'image' | 'table', rows: number, batch: number): number {
  const { epochs, most } = usual[kind];
  const each = Math.max(1, Math.ceil(rows / batch));
  if (epochs * each < steps.least) return Math.min(most, Math.ceil(steps.least / each));
  return epochs * each > steps.most ? Math.max(leastEpochs, Math.floor(steps.most / each)) : epochs;
}

/**
 * Few epochs: a search ranks networks, the best are trained longer afterwards. Batches of 64 keep images quick. For texts
 * the table of the embedding alone may have tens of thousands of parameters. `rows`: training rows, where they are known.
 */
export function defaultSearch(kind: DataKind, trained?: TrainConfig, rows?: number): NasSetting {
  const image = kind === 'image';
  const base = trained ?? defaultTrainConfig(kind);
  if (kind === 'text' || kind === 'textTable')
    return {
      base: { ...base, layers: [], epochs: 10 },
      space: { type: 'sequence', options: { maskZero: true } },
      limits: { parameters: 200_000 },
      // PNAS spends the first of so few on single blocks, and evolution's first 20 are random.
      strategy: { type: 'bayes', options: {} },
      trials: 30,
      width: 2,
    };
  const batchSize = image ? 64 : base.batchSize;
  const epochs = rows ? searchEpochs(kind, rows, batchSize) : usual[kind].epochs;
  return {
    base: { ...base, layers: [], epochs, batchSize },
    space: { type: kind, options: {} },
    limits: image ? { parameters: 100_000, flops: 4_000_000 } : { parameters: 50_000 },
    // With so few networks it leaves least of chance's regret: docs/methods/architecture-search.md, How the strategies compare.
    strategy: { type: 'pnas', options: {} },
    trials: image ? 30 : 60,
    width: 2,
  };
}
