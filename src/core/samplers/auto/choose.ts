// Which sampler a space and a budget call for, and why: settled once for a whole study, from what is known before it.
// The figures behind the rules are in docs/methods/search.md.
import { sizeOfDomain } from '../../space/domains';
import type { Space } from '../../space/space';

export interface Choice {
  readonly type: 'gp' | 'tpe' | 'cmaes' | 'localSearch';
  /** One plain sentence. */
  readonly reason: string;
}

/** Beyond these a Gaussian process takes too long per ask, or sees too little of the space; 40 is as far as was measured. */
const gpLimits = { trials: 200, parameters: 40 };

export function chooseSampler(space: Space, trials: number, several = false): Choice {
  if (several)
    return { type: 'tpe', reason: 'Several objectives: Parzen estimators split the trials by front and volume.' };
  const varied = space.filter(({ domain }) => sizeOfDomain(domain) > 1);
  const few = trials <= gpLimits.trials;
  const conditional = varied.some(({ when }) => when !== undefined);
  if (few && varied.length <= gpLimits.parameters) {
    const limits = `Up to ${gpLimits.trials} trials and ${gpLimits.parameters} parameters`;
    return {
      type: 'gp',
      reason: `${limits}: a Gaussian process makes the most of few results; where it stalls, local search takes turns.`,
    };
  }
  if (varied.every(({ domain }) => domain.kind === 'choice' || domain.kind === 'bool'))
    return { type: 'localSearch', reason: 'Only choices vary: changing one at a time gets far at little cost.' };
  if (conditional)
    return { type: 'tpe', reason: 'Some parameters exist only with others: Parzen estimators can follow that.' };
  if (varied.every(({ domain }) => domain.kind !== 'choice')) {
    const reason = few
      ? `Numbers only, more than ${gpLimits.parameters}: CMA-ES narrows all of them down together.`
      : `Numbers only, more than ${gpLimits.trials} trials: enough for CMA-ES to adapt.`;
    return { type: 'cmaes', reason };
  }
  return { type: 'tpe', reason: 'Choices among the numbers: Parzen estimators take both, and stay quick.' };
}
