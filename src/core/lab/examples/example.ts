// An example lab: opens as a copy, runs with one click in under a minute on two cores. Its note says in three
// sentences what to notice.
import type { LayerSpec } from '../../model/spec';
import { defaultTrainConfig, type TrainConfig } from '../../train/config';
import { defaultFeatures, defaultSplit, labVersion, type Lab } from '../document';

export interface Example {
  /** Its name on the command line and in stored copies. */
  readonly id: string;
  /** One line for the gallery. */
  readonly summary: string;
  /** The page and view that show it best, where that is not its first step. */
  readonly opens?: { readonly station: 'data' | 'features'; readonly view: string };
  readonly lab: Lab;
}

/** A lab with everything usual filled in. */
export function exampleLab(lab: Pick<Lab, 'title' | 'note' | 'data' | 'roles' | 'steps'> & Partial<Lab>): Lab {
  return {
    format: 'tablab',
    version: labVersion,
    seed: 1,
    features: defaultFeatures,
    split: defaultSplit,
    executor: 'auto',
    ...lab,
  };
}

export const dense = (id: string, units: number): LayerSpec => ({
  id,
  type: 'dense',
  options: { units, activation: 'relu' },
});

/** The default training with some settings of its own; a learning rate goes to Adam. */
export function training(
  kind: 'table' | 'image',
  { learningRate, ...more }: Partial<TrainConfig> & { learningRate?: number },
): TrainConfig {
  const base = defaultTrainConfig(kind);
  const rate = learningRate ?? base.optimizer.learningRate;
  return { ...base, optimizer: { ...base.optimizer, learningRate: rate }, ...more };
}
