// Random search (Bergstra & Bengio 2012, JMLR 13): independent draws; on a finite space no point comes twice until
// all have come.
import { defineSampler } from './sampler';
import { countPoints, drawUnseen } from './unseen';

export const random = defineSampler({
  type: 'random',
  label: 'Random',
  summary: 'Draws every parameter independently; never the same point twice.',
  fields: {},
  usesResults: false,
  several: true,
  points: (space, _options, allowed) => countPoints(space, allowed),
  check: () => null,
  ask: (ask) => drawUnseen(ask, ask.rng),
});
