// Samplers that learn start with random trials. Where a study ends before they learn, that is said.
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

/** A sentence, or nothing where the sampler comes to learn. Earlier studies count as trials, so with them nothing is said. */
export function randomStart({ sampler, trials, warmStart }: TuneConfig): string {
  const key = counts[sampler.type];
  if (!key || warmStart) return '';
  const first = Number(samplerOptions(samplerDef(sampler.type), sampler.options)[key]);
  return trials <= first ? `Its first ${first} trials are random: with ${trials} it learns nothing from them.` : '';
}
