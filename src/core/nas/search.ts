// A step of architecture search as what a study needs: the genes as its space, the strategy as its sampler, and the
// configuration of each genotype.
import type { SamplerDef } from '../samplers/sampler';
import type { TrainConfig } from '../train/config';
import { Architectures } from './architectures';
import type { NasSetting } from './config';
import { samplerOf } from './sampler';
import type { DataShape, Genotype } from './space';
import { archSpaceDef, archSpaceOptions } from './spaces/registry';
import { strategyDef, strategyOptions } from './strategies/registry';

export interface ArchSearch {
  readonly architectures: Architectures;
  readonly sampler: SamplerDef;
  /** Throws what is wrong with the genotype. */
  configOf(genotype: Genotype): TrainConfig;
}

/** Throws `nas-space-unknown`, `nas-strategy-unknown`, `field-invalid` or `nas-space-data`. */
export function archSearch(config: NasSetting, shape: DataShape): ArchSearch {
  const { base, limits } = config;
  const def = archSpaceDef(config.space.type);
  const options = archSpaceOptions(def, config.space.options);
  const architectures = new Architectures(def, options, shape, limits, base.batchSize);
  const strategy = strategyDef(config.strategy.type);
  return {
    architectures,
    sampler: samplerOf(strategy, strategyOptions(strategy, config.strategy.options), architectures, config.first),
    configOf: (genotype) => ({ ...base, layers: architectures.network(genotype).layers }),
  };
}

/** What can be said without data. Throws as `archSearch` does. */
export function checkSetting({ space, strategy }: Pick<NasSetting, 'space' | 'strategy'>): void {
  archSpaceOptions(archSpaceDef(space.type), space.options);
  const def = strategyDef(strategy.type);
  strategyOptions(def, strategy.options);
}
