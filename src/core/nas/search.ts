// A step of architecture search as what a study needs: the genes as its space, the strategy as its sampler, and the
// configuration of each genotype.
import type { SamplerDef } from '../samplers/sampler';
import type { TrainConfig } from '../train/config';
import type { Goal } from '../run/objectives';
import { TablabError } from '../errors/error';
import { prunerDef } from '../pruners/registry';
import { Architectures, type Network } from './architectures';
import type { NasSetting, ProxyName } from './config';
import { goalOf } from './goal';
import { samplerOf } from './sampler';
import type { DataShape, Genotype } from './space';
import { archSpaceDef, archSpaceOptions } from './spaces/registry';
import { strategyDef, strategyOptions } from './strategies/registry';
import type { TrialRecord } from '../run/types';

type Config = NasSetting & { readonly objective: Goal };

export interface Descent {
  readonly noise: number;
  /**
   * The trial whose weights a trial goes on from, given the trials of all groups before its own; null where it starts
   * anew, like every network that cannot take over the weights.
   */
  parent(trial: Pick<TrialRecord, 'index' | 'params'>, trials: readonly TrialRecord[]): number | null;
}

export interface ArchSearch {
  readonly architectures: Architectures;
  readonly sampler: SamplerDef;
  /** Where networks go on from the weights of earlier ones. */
  readonly descent?: Descent;
  /** Throws what is wrong with the genotype. */
  configOf(genotype: Genotype): TrainConfig;
}

/** Scores untrained networks; null for one without a score. */
export type ScoreOf = (proxy: ProxyName, network: Network) => number | null;

/** Throws `nas-space-unknown`, `nas-strategy-unknown`, `field-invalid` or `nas-space-data`. */
export function archSearch(config: Config, shape: DataShape, scoreOf?: ScoreOf): ArchSearch {
  const { base, limits } = config;
  const def = archSpaceDef(config.space.type);
  const options = archSpaceOptions(def, config.space.options);
  const architectures = new Architectures(def, options, shape, limits, base.batchSize);
  const compare = config.compare?.on ? config.compare : undefined;
  const strategy = strategyDef(compare ? 'random' : config.strategy.type);
  const chosen = strategyOptions(strategy, compare ? {} : config.strategy.options);
  const { preselect, first } = config;
  const preselection =
    preselect && scoreOf && !compare
      ? { of: preselect.of, score: (network: Network) => scoreOf(preselect.proxy, network) }
      : undefined;
  const { lineage } = strategy;
  return {
    architectures,
    sampler: samplerOf(strategy, chosen, architectures, compare ? [] : first, preselection),
    ...(lineage
      ? {
          descent: {
            noise: lineage.noise(chosen),
            parent: ({ index, params }, trials) => {
              const parent = lineage.parent(index, chosen, trials, goalOf(config).direction);
              const from = trials.find((trial) => trial.index === parent);
              return from && architectures.grows(from.params, params) ? parent : null;
            },
          },
        }
      : {}),
    configOf: (genotype) => ({ ...base, layers: architectures.network(genotype).layers }),
  };
}

/** What can be said without data. Throws as `archSearch` does, or `nas-morphism-rungs`. */
export function checkSetting({ space, strategy, pruner }: NasSetting): void {
  archSpaceOptions(archSpaceDef(space.type), space.options);
  const def = strategyDef(strategy.type);
  strategyOptions(def, strategy.options);
  if (!def.lineage || !pruner) return;
  if (prunerDef(pruner.type).scheduler)
    throw new TablabError('nas-morphism-rungs', { pruner: prunerDef(pruner.type).label });
}
