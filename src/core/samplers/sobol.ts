// Sobol' sequence over the space (I. M. Sobol' 1967; direction numbers of Joe & Kuo 2008), scrambled by default (linear
// matrix and digital shift, see core/math/sobol). Ask k takes point k. Where a finite space would get a point again, an
// unseen one is drawn instead.
import { bool } from '../fields/field';
import { asFraction, drawScramble, maxSobolDimensions, scrambleBits, sobolBits } from '../math/sobol';
import { TablabError } from '../errors/error';
import { freeParams, pointFromUnit } from '../space/unitCube';
import { defineSampler } from './sampler';
import { countPoints, orUnseen } from './unseen';

const fields = {
  scramble: bool('Scramble', true, {
    help: 'Off: the plain sequence, the same for every seed; its first point is the lower end of every range.',
  }),
};

export const sobol = defineSampler({
  type: 'sobol',
  label: 'Sobol sequence',
  summary: 'Fills the space evenly, at any number of trials; best at powers of two.',
  fields,
  usesResults: false,
  several: true,
  points: (space, _options, allowed) => countPoints(space, allowed),
  check: (space) => {
    const dimensions = freeParams(space).length;
    if (dimensions <= maxSobolDimensions) return null;
    return new TablabError('space-sobol-dimensions', { dimensions, limit: maxSobolDimensions });
  },
  ask: (ask) => {
    const { space, index, given = 0, rng, shared, options } = ask;
    const vector = freeParams(space).map(({ path }, dimension) => {
      const x = sobolBits(dimension, Math.max(0, index - given));
      return asFraction(options.scramble ? scrambleBits(x, drawScramble(shared.split('scramble', path))) : x);
    });
    return orUnseen(pointFromUnit(space, vector), ask, rng);
  },
});
