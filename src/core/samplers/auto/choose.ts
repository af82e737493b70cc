// Which sampler a space and a budget call for, and why: settled once for a whole study, from what is known before it.
// The figures behind the rules are in docs/methods/search.md.
import { sizeOfDomain } from '../../space/domains';
import type { Space } from '../../space/space';

export interface Choice {
  readonly type: 'tpe' | 'cmaes' | 'localSearch';
  /** One plain sentence. */
  readonly reason: string;
}

/** Up to here CMA-ES has too few generations. */
export const fewTrials = 200;

export function chooseSampler(space: Space, trials: number): Choice {
  const varied = space.filter(({ domain }) => sizeOfDomain(domain) > 1);
  if (varied.every(({ domain }) => domain.kind === 'choice' || domain.kind === 'bool'))
    return { type: 'localSearch', reason: 'Only choices vary: changing one at a time gets far at little cost.' };
  if (varied.some(({ when }) => when !== undefined))
    return { type: 'tpe', reason: 'Some parameters exist only with others: Parzen estimators can follow that.' };
  if (trials <= fewTrials)
    return { type: 'tpe', reason: `Up to ${fewTrials} trials: too few for CMA-ES, enough for Parzen estimators.` };
  if (varied.every(({ domain }) => domain.kind !== 'choice'))
    return { type: 'cmaes', reason: `Numbers only, more than ${fewTrials} trials: enough for CMA-ES to adapt.` };
  return { type: 'tpe', reason: 'Choices among the numbers: Parzen estimators take both, and stay quick.' };
}
