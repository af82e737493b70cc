// Random search (Li & Talwalkar 2019, arXiv 1902.07638: the baseline that a search has to beat): independent draws, no
// network twice.
import { drawUnseen } from '../../samplers/unseen';
import { defineStrategy } from './strategy';

export const random = defineStrategy({
  type: 'random',
  label: 'Random',
  summary: 'Draws every gene independently; no network comes twice.',
  fields: {},
  usesResults: false,
  ask: (ask) => drawUnseen(ask, ask.rng),
});
