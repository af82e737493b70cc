// Random search (Bergstra & Bengio 2012, JMLR 13): independent draws; on a finite space no point comes twice until
// all have come.
import { spaceSize } from '../space/points';
import { defineSampler } from './sampler';
import { drawUnseen } from './unseen';

export const random = defineSampler({
  type: 'random',
  label: 'Random',
  summary: 'Draws every parameter independently; never the same point twice.',
  fields: {},
  usesResults: false,
  points: (space) => spaceSize(space),
  check: () => null,
  ask: ({ space, seen, rng }) => drawUnseen(space, seen, rng),
});
