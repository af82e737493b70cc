// All samplers. One line each.
import { TablabError } from '../errors/error';
import { complete } from '../fields/complete';
import type { Scalar, Values } from '../fields/field';
import { auto } from './auto';
import { bohb } from './bohb';
import { cmaes } from './cmaes';
import { genetic } from './genetic';
import { gp } from './gp';
import { grid } from './grid';
import { lhs } from './lhs';
import { localSearch } from './localSearch';
import { nsga2 } from './nsga2';
import { random } from './random';
import { reinforce } from './reinforce';
import { regularizedEvolution } from './regularizedEvolution';
import type { Space } from '../space/space';
import type { SamplerDef } from './sampler';
import { sobol } from './sobol';
import { tpe } from './tpe';

export const samplerDefs: readonly SamplerDef[] = [
  random,
  auto,
  grid,
  cmaes,
  gp,
  lhs,
  sobol,
  localSearch,
  regularizedEvolution,
  genetic,
  nsga2,
  reinforce,
  tpe,
  bohb,
];

const byType = new Map(samplerDefs.map((def) => [def.type, def]));

/** Throws `sampler-unknown`. */
export function samplerDef(type: string): SamplerDef {
  const def = byType.get(type);
  if (!def) throw new TablabError('sampler-unknown', { sampler: type });
  return def;
}

/** What a sampler cannot do with a space, or with several objectives; null when it can. */
export function samplerRefusal(
  def: SamplerDef,
  space: Space,
  options: Values<SamplerDef['fields']>,
  several: boolean,
): TablabError | null {
  if (several && !def.several) return new TablabError('sampler-one-objective', { sampler: def.label });
  return def.check(space, options);
}

/** A sampler's options, checked and completed. Throws `field-invalid`. */
export function samplerOptions(def: SamplerDef, given: Readonly<Record<string, Scalar>>): Values<SamplerDef['fields']> {
  return complete(def.fields, given, `of the ${def.label} sampler`);
}
