// Local search by first improvement with restarts (White, Nolen & Savani 2021, UAI, arXiv 2005.02960: a strong baseline
// for architecture search). Neighbours differ in one gene; those that must not be proposed are passed over.
import { nextNeighbour } from '../../samplers/localSearch';
import { drawUnseen } from '../../samplers/unseen';
import { defineStrategy } from './strategy';

export const localSearch = defineStrategy({
  type: 'localSearch',
  label: 'Local search',
  summary: 'Tries the neighbours of the best network so far, one gene apart, and starts again where none is better.',
  fields: {},
  usesResults: true,
  ask: (ask) => {
    const identity = (key: string) => ask.architectures.judgeKey(key).network?.key ?? null;
    // One level: a neighbour is any other choice, or one block more or less.
    const options = { step: 0.001, halvings: 0 };
    // What is allowed depends on the moment; a replayed descent asks for the networks' identities alone.
    const { allowed: _allowed, ...replayed } = ask;
    return nextNeighbour({ ...replayed, options }, identity) ?? drawUnseen(ask, ask.rng);
  },
});
