// Cheaper trainings that stand for a whole one: fewer training rows, smaller images, narrower layers, fewer epochs, fewer
// folds. A trial is measured at levels of that, each eta times the one before and the last a whole training; a level trains
// from the start, but for folds, where it adds to those before. To pruners the levels are the trial's steps.
// (Without levels epochs and folds are fidelities too: steps of a training as it goes.)
import { layerDef } from '../model/registry';
import type { LayerSpec } from '../model/spec';
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

/** So much of a whole number: epochs or folds of a level, at least one. */
export const partOf = (whole: number, share: number): number => Math.max(1, Math.round(whole * share));

/** Shares that come to different parts of a whole number; of those that come to the same the largest. */
export const distinctShares = (shares: readonly number[], whole: number): number[] =>
  shares.filter((share, i) => i + 1 === shares.length || partOf(whole, share) < partOf(whole, shares[i + 1]));

/** Layers of this share of their units, filters and embedding dimensions, at least one each. */
export function narrowed(layers: readonly LayerSpec[], share: number): LayerSpec[] {
  const scaled = (value: number) => Math.max(1, Math.round(value * share));
  return layers.map((layer) => {
    const options = share >= 1 ? [] : Object.entries(layerWidths(layer)).map(([key, value]) => [key, scaled(value)]);
    return options.length > 0 ? { ...layer, options: { ...layer.options, ...Object.fromEntries(options) } } : layer;
  });
}

const widths = ['units', 'filters', 'dimension'];

/** Options that are the width of a layer, defaults included. */
function layerWidths({ type, options = {} }: LayerSpec): Record<string, number> {
  const fields = layerDef(type)?.fields ?? {};
  return Object.fromEntries(
    widths.flatMap((key) => (key in fields ? [[key, Number(options[key] ?? fields[key].default)]] : [])),
  );
}

/** A training at a level, as far as its configuration goes; rows and resolution are the data's matter. */
export function configAtLevel(config: TrainConfig, { of, share }: Fidelity): TrainConfig {
  if (share >= 1) return config;
  if (of === 'epochs') return { ...config, epochs: partOf(config.epochs, share) };
  return of === 'width' ? { ...config, layers: narrowed(config.layers, share) } : config;
}
