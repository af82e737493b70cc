// Cheaper trainings that stand for a whole one: fewer training rows, smaller images, narrower layers. A trial is measured
// at levels of that, each eta times the one before and the last a whole training; a level trains from the start. To
// pruners the levels are the trial's steps. (Epochs and folds are fidelities too: steps of a training as it goes.)
import { layerDef } from '../model/registry';
import type { TrainConfig } from '../train/config';
import type { FidelityKind } from './fidelityKinds';

export interface FidelityPlan {
  readonly of: FidelityKind;
  /** Smallest share, above 0 and below 1. */
  readonly least: number;
}

/** One level: `share` 1 is a whole training. */
export interface Fidelity {
  readonly of: FidelityKind;
  readonly share: number;
}

/** Where the study's pruner has no reduction factor. */
export const usualEta = 3;

/** Shares eta apart, rising to 1, none below `least`. */
export function levelShares(least: number, eta: number): number[] {
  const shares = [1];
  for (let n = eta; 1 / n >= least * (1 - 1e-9); n *= eta) shares.unshift(1 / n);
  return shares;
}

/** The model with layers of this share of their units, filters and embedding dimensions, at least one each. */
export function narrowed(config: TrainConfig, share: number): TrainConfig {
  if (share >= 1) return config;
  const scaled = (value: number) => Math.max(1, Math.round(value * share));
  return {
    ...config,
    layers: config.layers.map((layer) => {
      const options = Object.entries(layerWidths(layer)).map(([key, value]) => [key, scaled(value)]);
      return options.length > 0 ? { ...layer, options: { ...layer.options, ...Object.fromEntries(options) } } : layer;
    }),
  };
}

const widths = ['units', 'filters', 'dimension'];

/** Options that are the width of a layer, defaults included. */
function layerWidths({ type, options = {} }: TrainConfig['layers'][number]): Record<string, number> {
  const fields = layerDef(type)?.fields ?? {};
  return Object.fromEntries(
    widths.flatMap((key) => (key in fields ? [[key, Number(options[key] ?? fields[key].default)]] : [])),
  );
}
