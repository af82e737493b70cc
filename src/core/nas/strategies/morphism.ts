// Hill climbing by network morphism (Elsken, Metzen & Hutter 2017, "Simple and efficient architecture search for
// convolutional neural networks", arXiv 1711.04528: NASH). The first group holds small networks. Each further group starts
// from the best network of the group before: its last member trains that network on, the others grow it by a few random
// morphisms first. All inherit its weights, so a network never starts worse than its parent; training is short. Where the
// best one cannot grow any more, within the limits and to anything new, a group of small networks begins another climb.
import { float, int } from '../../fields/field';
import { isScored, ranked } from '../../samplers/history';
import { pointKey, samplePoint } from '../../space/points';
import type { Stream } from '../../rng/stream';
import type { Architectures } from '../architectures';
import { growthKinds, growthsOf } from '../morph/growths';
import { planTransplant } from '../morph/transplant';
import type { Genotype } from '../space';
import { defineStrategy, type Ancestor, type NasAsk } from './strategy';

const fields = {
  neighbours: int('Networks per generation', 4, 2, 64, { help: 'The last one is the parent itself, trained on.' }),
  morphisms: int('Morphisms per network', 1, 1, 10, { help: 'Drawn at random: a block more, wider, a branch more.' }),
  noise: float('Noise on repeated units', 0.05, 0, 0.5, {
    help: 'Relative to the kernel; tells repeated units apart. 0 keeps the function exactly.',
  }),
};
type Options = { neighbours: number; morphisms: number; noise: number };

/** Draws for a start, and how many of the smallest of them are looked at closely. */
const startDraws = 24;
const smallest = 8;
/** Tries for a neighbour that was not asked for before. */
const tries = 12;

/** The best trial of the group before, of equals the first; where none has a value, of the one before that. */
export function parentOf(
  index: number,
  { neighbours }: Pick<Options, 'neighbours'>,
  trials: readonly Ancestor[],
  direction: 'minimize' | 'maximize',
): number | null {
  for (let group = Math.floor(index / neighbours) - 1; group >= 0; group--) {
    const [from, to] = [group * neighbours, (group + 1) * neighbours];
    const members = trials.filter((trial) => trial.index >= from && trial.index < to && trial.state === 'done');
    const [best] = ranked(members.map((trial) => ({ ...trial, params: {} })).filter(isScored), direction);
    if (best) return best.index;
  }
  return null;
}

export const morphism = defineStrategy({
  type: 'morphism',
  label: 'Network morphism',
  summary:
    'Grows the best network of each generation without changing what it computes, and trains on from its weights.',
  fields,
  usesResults: true,
  lineage: {
    group: ({ neighbours }) => neighbours,
    parent: parentOf,
    noise: ({ noise }) => noise,
  },
  ask: (ask) => {
    const { index, options, trials, direction } = ask;
    const parent = parentOf(index, options, trials, direction);
    if (parent === null) return start(ask);
    const { params } = trials.find((trial) => trial.index === parent)!;
    // The whole group sees the same trials, so all of it starts anew or none.
    const tried = new Set(trials.map((trial) => pointKey(trial.params)));
    const ahead = growthsOf(ask.architectures, params).some(({ genotype }) => !tried.has(pointKey(genotype)));
    if (!ahead) return start(ask);
    if (index % options.neighbours === options.neighbours - 1) return params;
    return grown(ask, params) ?? params;
  },
});

/** The draw that can grow in the most ways, of equals the smallest. */
function start({ architectures, rng, seen, allowed }: NasAsk<Options>): Genotype | null {
  const draws = Array.from({ length: startDraws }, (_, i) => samplePoint(architectures.genes, rng.split('start', i)));
  const sized = draws
    .filter((genotype) => !seen.has(pointKey(genotype)) && (allowed?.(genotype) ?? true))
    .map((genotype) => ({ genotype, size: architectures.network(genotype).cost.parameters }))
    .sort((a, b) => a.size - b.size)
    .slice(0, smallest)
    .map(({ genotype }) => ({ genotype, ways: waysOf(architectures, genotype).length }));
  const [best] = sized.sort((a, b) => b.ways - a.ways);
  return best?.genotype ?? samplePoint(architectures.genes, rng.split('start'));
}

const waysOf = (architectures: Architectures, genotype: Genotype) => {
  const growths = growthsOf(architectures, genotype);
  return growthKinds.filter((kind) => growths.some((one) => one.kind === kind));
};

/** A descendant by some morphisms that was not asked for; null where there is none. */
function grown({ architectures, options, rng, seen }: NasAsk<Options>, from: Genotype): Genotype | null {
  const { spec } = architectures.network(from);
  for (let attempt = 0; attempt < tries; attempt++) {
    const luck = rng.split('try', attempt);
    const child = climb(architectures, from, options.morphisms, luck);
    if (!child || seen.has(pointKey(child))) continue;
    // Step by step they are morphisms; the weights are taken over at once.
    if (planTransplant(spec, architectures.network(child).spec, luck)) return child;
  }
  const unseen = growthsOf(architectures, from).filter(({ genotype }) => !seen.has(pointKey(genotype)));
  return unseen[0]?.genotype ?? null;
}

function climb(architectures: Architectures, from: Genotype, morphisms: number, rng: Stream): Genotype | null {
  let genotype = from;
  for (let step = 0; step < morphisms; step++) {
    const all = growthsOf(architectures, genotype);
    const kinds = waysOf(architectures, genotype);
    if (kinds.length === 0) break;
    const luck = rng.split('step', step);
    const kind = kinds[luck.below(kinds.length)];
    const some = all.filter((one) => one.kind === kind);
    genotype = some[luck.below(some.length)].genotype;
  }
  return genotype === from ? null : genotype;
}
