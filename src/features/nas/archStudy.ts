// A search over architectures in the words of a study, and its trials as rows of a leaderboard.
import { errorText, type TablabError } from '$core/errors/error';
import type { NasConfig, TuneConfig } from '$core/lab/document';
import { genotypeText } from '$core/nas/describe';
import type { Network } from '$core/nas/architectures';
import type { ProxyName } from '$core/nas/config';
import { geneName, geneValue } from '$core/nas/geneText';
import { proxyDef } from '$core/nas/proxies';
import { problemOf } from '$core/nas/sampler';
import { prunerDef } from '$core/pruners/registry';
import { archLevels, archSearch, checkSetting, type ArchSearch } from '$core/nas/search';
import type { DataShape, Genotype } from '$core/nas/space';
import { oneShot } from '$core/nas/supernet/supernet';
import { archSpaceDef } from '$core/nas/spaces/registry';
import { strategyDef, strategyOptions } from '$core/nas/strategies/registry';
import type { TrialRecord } from '$core/run/types';
import type { NamedParam } from '$features/tune';

/** The parts of a study that the shared views of the Tune page read. */
export const asStudy = (config: NasConfig, search: ArchSearch | null): TuneConfig => ({
  base: config.base,
  space: [...(search?.architectures.genes ?? [])],
  sampler: config.strategy,
  ...(config.pruner ? { pruner: config.pruner } : {}),
  ...(config.fidelity && archLevels(config) ? { fidelity: config.fidelity } : {}),
  objective: config.objective,
  trials: config.compare?.on ? config.compare.networks : config.trials,
  width: config.width,
});

/** What a search goes by, in few words. */
export function searchedWith({ compare, judge, strategy, pruner }: NasConfig): string {
  if (compare?.on) return 'shortcuts compared';
  const parts = [strategyDef(strategy.type).label];
  if (judge) parts.push(`by ${proxyDef(judge).label}`);
  if (pruner) parts.push(prunerDef(pruner.type).label);
  return parts.join(', ');
}

/** What a script of the study's genes cannot carry: how a network follows from them, so neither whether it keeps within limits. */
export function notInScripts({ limits }: NasConfig): string[] {
  const bounds = [
    [limits.parameters, 'parameters'],
    [limits.flops, 'operations a row'],
    [limits.memory, 'bytes of memory a prediction'],
  ].flatMap(([most, what]) => (most === undefined ? [] : [`${most} ${what}`]));
  return [
    'The settings are genes of an architecture: how a network is built from them is for your training to say.',
    ...(bounds.length > 0
      ? [
          `Networks beyond these limits were not tried, and the script does not know a network's size: ${bounds.join(', ')}.`,
        ]
      : []),
  ];
}

export type Searched =
  { readonly search: ArchSearch; readonly problem: null } | { readonly search: null; readonly problem: string };

/** The search that a setting makes on such data, or why it makes none. */
export function searchOf(config: NasConfig, shape: DataShape): Searched {
  try {
    checkSetting(config);
    return { search: archSearch(config, shape), problem: null };
  } catch (error) {
    return { search: null, problem: errorText(error) };
  }
}

/** What keeps a search from starting; null when nothing does. */
export function startProblem(config: NasConfig, { architectures }: ArchSearch): TablabError | null {
  // A comparison draws its networks at random.
  const compared = config.compare?.on === true;
  const strategy = strategyDef(compared ? 'random' : config.strategy.type);
  const options = strategyOptions(strategy, compared ? {} : config.strategy.options);
  return problemOf(strategy, options, architectures, compared ? [] : (config.first ?? []));
}

const column = (path: string, name: string): NamedParam => ({
  param: { path, domain: { kind: 'float', low: 0, high: 1 } },
  name,
});
/** What a network has that the one it grew out of had not: `width of block 1: 8 → 16`; `trained on` where they are the same. */
export function changeText(from: Genotype, to: Genotype): string {
  const changes = Object.keys({ ...from, ...to })
    .filter((gene) => from[gene] !== to[gene])
    .map((gene) => {
      const after = to[gene] === undefined ? 'none' : geneValue(to[gene]);
      return gene in from ? `${geneName(gene)}: ${geneValue(from[gene])} → ${after}` : `${geneName(gene)}: ${after}`;
    });
  return changes.length > 0 ? changes.join(', ') : 'trained on';
}

/** Columns of the leaderboard in place of the genes, of which there are too many. */
export const archColumns = (proxies: readonly ProxyName[] = [], shared = false): readonly NamedParam[] => [
  ...(shared ? [column(oneShot, 'Shared weights')] : []),
  column('parameters', 'Parameters'),
  column('flops', 'FLOP/row'),
  ...scoresOf(proxies).map((name) => column(name, proxyDef(name).label)),
  { ...column('network', 'Network'), wide: true },
];
/** Scores that have no column anyway. */
const scoresOf = (proxies: readonly ProxyName[]) => proxies.filter((name) => name !== 'parameters' && name !== 'flops');

/** The network of a trial; null where the data or space at hand is not the one it was made for. */
export const networkOfTrial = (search: ArchSearch | null, genes: Genotype): Network | null =>
  search?.architectures.judge(genes).network ?? null;

export function archRow(search: ArchSearch | null, config: NasConfig, trial: TrialRecord): TrialRecord {
  const network = networkOfTrial(search, trial.params);
  const order = search?.architectures.genes ?? [];
  return {
    ...trial,
    params: {
      ...Object.fromEntries(
        scoresOf(config.proxies ?? []).flatMap((name) => (name in trial.metrics ? [[name, trial.metrics[name]]] : [])),
      ),
      ...(oneShot in trial.metrics ? { [oneShot]: trial.metrics[oneShot] } : {}),
      ...(network ? { parameters: network.cost.parameters, flops: network.cost.flopsPerRow } : {}),
      network: genotypeText(archSpaceDef(config.space.type), trial.params, order),
    },
  };
}
