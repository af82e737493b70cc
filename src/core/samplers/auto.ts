// The sampler that a space and a budget call for (see auto/choose.ts), with its own defaults, but that local
// search helps a Gaussian process out where it stalls. The choice stands for the whole study: it looks at no result.
import { defaultsOf } from '../fields/field';
import { chooseSampler } from './auto/choose';
import { cmaes } from './cmaes';
import { gp } from './gp';
import { localSearch } from './localSearch';
import { withoutBroken } from './history';
import { defineSampler, type SamplerDef } from './sampler';
import { tpe } from './tpe';
import { countPoints } from './unseen';

const parts = new Map<string, SamplerDef>([gp, tpe, cmaes, localSearch].map((def) => [def.type, def]));

/** Taken where an ask does not say how many trials the study has. */
const usualTrials = 100;

export const auto = defineSampler({
  type: 'auto',
  label: 'Automatic',
  summary: 'Takes the sampler that suits the kind of space and the number of trials.',
  fields: {},
  usesResults: true,
  several: true,
  limits: true,
  points: (space, _options, allowed) => countPoints(space, allowed),
  check: () => null,
  ask: (ask) => {
    const part = parts.get(chooseSampler(ask.space, ask.budget ?? usualTrials, ask.directions !== undefined).type)!;
    const trials = part.limits ? ask.trials : ask.trials.map(withoutBroken);
    const options = defaultsOf(part.fields);
    if (part === gp) Object.assign(options, { helped: true, ranked: true, close: true });
    return part.ask({ ...ask, trials, options });
  },
});
