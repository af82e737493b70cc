// NSGA-II (Deb, Pratap, Agarwal & Meyarivan 2002, IEEE TEC 6) as Optuna 5.0.0's NSGAIISampler: the first generation is
// random; later ones are children of an elite of as many trials, chosen from the last generation and its own parents by
// front and crowding. Two parents by binary tournaments, uniform crossover, and each parameter drawn anew with chance 1/d.
// Trials that break a limit stand behind all others, by how far. A generation ends as soon as an ask sees enough of it.
import { float, int } from '../fields/field';
import type { Scalar } from '../fields/field';
import type { Stream } from '../rng/stream';
import { constrainedDominates } from '../pareto/domination';
import { elite } from '../pareto/elite';
import { sample } from '../space/domains';
import type { ParamValues, Space } from '../space/space';
import { followed } from './follow';
import { complete } from './moves';
import { defineSampler, type Ask, type PastTrial } from './sampler';
import { freshChild } from './selection';
import { countPoints, drawUnseen } from './unseen';

const fields = {
  population: int('Population', 50, 2, 1000, {
    help: 'Trials of a generation; fewer trials than this are random search.',
  }),
  crossover: float('Crossover chance', 0.9, 0, 1, { help: 'Otherwise the child is a mutated copy of one parent.' }),
  swap: float('Swapping chance', 0.5, 0, 1, { help: 'Of each parameter to come from the second parent.' }),
  mutations: float('Mutations', 1, 0, 10, { help: 'Expected number of settings of a child that are drawn anew.' }),
};
type Options = { population: number; crossover: number; swap: number; mutations: number };

export const nsga2 = defineSampler({
  type: 'nsga2',
  label: 'NSGA-II',
  summary: 'Breeds a population towards the whole Pareto front. For several objectives and a few hundred trials.',
  fields,
  usesResults: true,
  several: true,
  limits: true,
  points: (space, _options, allowed) => countPoints(space, allowed),
  check: () => null,
  ask: (ask) => {
    const parents = parentsOf(ask);
    if (parents.length === 0) return drawUnseen(ask, ask.rng);
    return freshChild(ask, (rng) => childOf(ask, parents, rng));
  },
});

export interface Member {
  readonly params: ParamValues;
  readonly cost: readonly number[];
  readonly violation: number;
}

/** A finished trial with all its values; null for others. */
export function memberOf(
  trial: PastTrial,
  { directions, direction }: Pick<Ask, 'directions' | 'direction'>,
): Member | null {
  const values = trial.values ?? (trial.value === null ? [] : [trial.value]);
  if (trial.state !== 'done' || values.length === 0 || values.some(Number.isNaN)) return null;
  const signs = directions ?? [direction];
  return {
    params: trial.params,
    cost: values.map((value, m) => (signs[m] === 'maximize' ? -value : value)),
    violation: trial.violation ?? 0,
  };
}

/** What asks know of the generations before theirs. */
interface Known {
  generation: number;
  /** Of the asks from the one whose trial is at hand to the newest. */
  readonly generations: number[];
  /** Of this generation, ended. */
  own: Member[];
  parents: Member[];
}

/** The parents of this ask's generation; empty in the first one. Every earlier ask is placed by what it saw. */
export function parentsOf(ask: Ask<Options>): readonly Member[] {
  const { population } = ask.options;
  const start = (): Known => ({
    generation: 0,
    // Those made before any trial could be seen.
    generations: new Array<number>(ask.pending.length + 1).fill(0),
    own: [],
    parents: [],
  });
  const learn = (known: Known, trial: PastTrial) => {
    const member = memberOf(trial, ask);
    const mine = known.generations.shift() === known.generation;
    if (member && mine) known.own.push(member);
    if (known.own.length >= population) {
      const all = [...known.own, ...known.parents];
      const chosen = elite(
        all.map(({ cost }) => cost),
        all.map(({ violation }) => violation),
        population,
      );
      known.parents = chosen.map((i) => all[i]);
      known.own = [];
      known.generation++;
    }
    known.generations.push(known.generation);
  };
  const facts = ['nsga2', population, ask.pending.length, ask.direction, ask.directions?.join()];
  return followed(ask, facts, start, learn).parents;
}

function childOf({ space, options }: Ask<Options>, parents: readonly Member[], rng: Stream): ParamValues {
  const crossed = rng.uniform() < options.crossover && parents.length > 1;
  const wanted = crossed ? cross(space, parents, options.swap, rng) : parents[rng.below(parents.length)].params;
  const child = complete(space, wanted, rng.split('new'));
  const chance = options.mutations / Math.max(1, Object.keys(child).length);
  const changed: Record<string, Scalar> = { ...child };
  for (const { path, domain } of space)
    if (path in child && rng.uniform() < chance) changed[path] = sample(domain, rng.split('mutation', path));
  return complete(space, changed, rng.split('again'));
}

/** Each parameter from one of two parents; one that only one of them has comes from it. */
function cross(space: Space, parents: readonly Member[], swap: number, rng: Stream): ParamValues {
  const first = tournament(parents, rng);
  const second = tournament(
    parents.filter((one) => one !== first),
    rng,
  );
  const wanted = space.flatMap(({ path }): [string, Scalar][] => {
    const [a, b] = rng.uniform() < swap ? [second, first] : [first, second];
    const value = a.params[path] ?? b.params[path];
    return value === undefined ? [] : [[path, value]];
  });
  return Object.fromEntries(wanted);
}

function tournament(parents: readonly Member[], rng: Stream): Member {
  const a = parents[rng.below(parents.length)];
  const b = parents[rng.below(parents.length)];
  return constrainedDominates(a, b) ? a : b;
}
