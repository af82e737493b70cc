// A step of architecture search as what a study needs: the genes as its space, the strategy as its sampler, and the
// configuration of each genotype.
import type { SamplerDef } from '../samplers/sampler';
import type { TrainConfig } from '../train/config';
import type { Goal } from '../run/objectives';
import { TablabError } from '../errors/error';
import type { Scalar } from '../fields/field';
import { checkFidelity, levelsOf, smallImages } from '../lab/checkFidelity';
import { prunerDef } from '../pruners/registry';
import type { Fidelity } from '../run/fidelity';
import { Architectures, type Network } from './architectures';
import type { NasSetting, ProxyName } from './config';
import { Findings } from './darts/findings';
import { goalOf } from './goal';
import type { Relaxation } from './relaxation';
import { samplerOf } from './sampler';
import type { DataShape, Genotype } from './space';
import { archSpaceDef, archSpaceOptions } from './spaces/registry';
import { strategyDef, strategyOptions } from './strategies/registry';
import { SharedRanking } from './supernet/ranking';
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

/** A search that comes before the first network is asked for. */
export interface RelaxedSearch {
  readonly relaxation: Relaxation;
  /** Filled while it runs, or from the journal. No network can be asked for before it is over. */
  readonly findings: Findings;
  readonly options: Readonly<Record<string, Scalar>>;
}

export interface ArchSearch {
  readonly architectures: Architectures;
  readonly sampler: SamplerDef;
  /** Where networks go on from the weights of earlier ones. */
  readonly descent?: Descent;
  /** Where a relaxed space is searched first. */
  readonly relaxed?: RelaxedSearch;
  /** Where weights are shared. */
  readonly supernet?: SharedRanking;
  /** Throws what is wrong with the genotype. */
  configOf(genotype: Genotype): TrainConfig;
}

/** Scores untrained networks; null for one without a score. */
export type ScoreOf = (proxy: ProxyName, network: Network) => number | null;

/** Levels at which networks are measured; null where they are trained once, compared, or judged untrained. */
export const archLevels = (config: NasSetting): Fidelity[] | null =>
  config.judge || config.compare?.on ? null : levelsOf(config);

/** Throws `nas-space-unknown`, `nas-strategy-unknown`, `field-invalid`, `nas-space-data` or `fidelity-no-images`. */
export function archSearch(config: Config, shape: DataShape, scoreOf?: ScoreOf): ArchSearch {
  const { base, limits } = config;
  const def = archSpaceDef(config.space.type);
  const options = archSpaceOptions(def, config.space.options);
  const levels = (archLevels(config) ?? []).filter(({ share }) => share < 1);
  if (levels[0]?.of === 'resolution') smallImages(shape.inputs, levels[0].share);
  const architectures = new Architectures(def, options, shape, limits, base.batchSize, levels);
  const compare = config.compare?.on ? config.compare : undefined;
  const strategy = strategyDef(compare ? 'random' : config.strategy.type);
  const chosen = strategyOptions(strategy, compare ? {} : config.strategy.options);
  const { preselect, first } = config;
  const preselection =
    preselect && scoreOf && !compare
      ? { of: preselect.of, score: (network: Network) => scoreOf(preselect.proxy, network) }
      : undefined;
  const { lineage } = strategy;
  const lasting = strategy.relaxes?.(chosen);
  const relaxation = lasting && def.relax?.(options);
  const relaxed = relaxation && { relaxation, findings: new Findings(relaxation, lasting), options: chosen };
  const found = () => relaxed?.findings.settled?.alphas;
  const shares = compare ? undefined : strategy.supernet?.(chosen);
  const supernet =
    shares && new SharedRanking(architectures, { ...taskOf(config), options: shares, given: first ?? [] });
  const ranking = () => supernet?.ranking;
  return {
    architectures,
    sampler: samplerOf(strategy, chosen, architectures, compare ? [] : first, preselection, found, ranking),
    ...(relaxed ? { relaxed } : {}),
    ...(supernet ? { supernet } : {}),
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

const taskOf = ({ space, limits }: Config) => ({ space, limits });

/**
 * What can be said without data. Throws as `archSearch` does, `fidelity-*`, `pruner-unknown`, `folds-nas`, `nas-morphism-rungs`,
 * `nas-morphism-fidelity` or `nas-supernet-shortcut`.
 */
export function checkSetting(config: NasSetting): void {
  const { space, strategy, pruner, fidelity, judge, preselect, compare } = config;
  archSpaceOptions(archSpaceDef(space.type), space.options);
  const def = strategyDef(strategy.type);
  strategyOptions(def, strategy.options);
  const rule = pruner && prunerDef(pruner.type);
  if (rule?.folds === 'each') throw new TablabError('folds-nas', { pruner: rule.label });
  checkFidelity(config, []);
  if (def.supernet && !compare?.on && (judge || preselect)) {
    const other = judge ? 'a score of untrained networks' : 'pre-selection';
    throw new TablabError('nas-supernet-shortcut', { other });
  }
  if (def.lineage && fidelity) throw new TablabError('nas-morphism-fidelity');
  if (def.lineage && rule?.scheduler) throw new TablabError('nas-morphism-rungs', { pruner: rule.label });
}
