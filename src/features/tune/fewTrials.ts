// What a study with few trials does not get from its sampler: one that learns starts with random trials, and a grid is tried in
// order.
import { grouped } from '$charts/index';
import type { TuneConfig } from '$core/lab/document';
import { samplerDef, samplerOptions } from '$core/samplers/registry';

/** By sampler: the option that says how many trials are random first. */
const counts: Readonly<Record<string, string>> = {
  genetic: 'population',
  gp: 'startup',
  nsga2: 'population',
  regularizedEvolution: 'population',
  tpe: 'startup',
};

/** A sentence, or nothing where there are enough. The space of the study is sound. */
export function fewTrials(config: TuneConfig): string {
  return config.sampler.type === 'grid' ? gridLeft(config) : randomStart(config);
}

/** Earlier studies count as trials, so with them nothing is said. */
function randomStart({ sampler, trials, warmStart }: TuneConfig): string {
  const key = counts[sampler.type];
  if (!key || warmStart) return '';
  const first = Number(samplerOptions(samplerDef(sampler.type), sampler.options)[key]);
  return trials <= first ? `Its first ${first} trials are random: with ${trials} it learns nothing from them.` : '';
}

/** Rules between parameters leave out points, which takes a walk over all of them: with rules nothing is said. */
function gridLeft({ sampler, trials, space, constraints }: TuneConfig): string {
  if (constraints?.length) return '';
  const def = samplerDef(sampler.type);
  const points = def.points(space, samplerOptions(def, sampler.options));
  if (points <= trials) return `Here ${points === 1 ? 'one' : grouped(points)}.`;
  return `Here ${grouped(points)}: ${grouped(trials)} trials are only the first of them, in which some parameters may stay the same.`;
}
