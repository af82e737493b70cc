// The sampler that a space and a budget call for (see auto/choose.ts), with its own defaults. The choice stands for the
// whole study: it looks at no result. Only a Gaussian process that stalls is helped out by local search (auto/stalled.ts).
import { defaultsOf } from '../fields/field';
import { chooseSampler } from './auto/choose';
import { isStalled } from './auto/stalled';
import { cmaes } from './cmaes';
import { gp } from './gp';
import { localSearch, nextNeighbour, type LocalSearchOptions } from './localSearch';
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
    const { type } = chooseSampler(ask.space, ask.budget ?? usualTrials, ask.directions !== undefined);
    const part = parts.get(type)!;
    const known = ask.trials.map(withoutBroken);
    if (part === gp && isStalled(ask)) {
      const near = nextNeighbour({
        ...ask,
        trials: known,
        options: defaultsOf(localSearch.fields) as LocalSearchOptions,
      });
      if (near) return near;
    }
    return part.ask({ ...ask, trials: part.limits ? ask.trials : known, options: defaultsOf(part.fields) });
  },
});
