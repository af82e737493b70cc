// What the evolutionary samplers share: tournaments, mutation, and children that no earlier ask had.
import type { Stream } from '../rng/stream';
import { pointKey } from '../space/points';
import type { ParamValues, Space } from '../space/space';
import { isScored, ranked, type Scored } from './history';
import { changeable, complete, otherValue } from './moves';
import type { Ask } from './sampler';
import { drawUnseen } from './unseen';

/** Children made before an unseen random point is taken instead. */
const maxChildren = 64;

/** The trials with a value; null while too few were asked for to make a population, or none has ended with a value. */
export function parentsOf({ trials, pending }: Ask<unknown>, population: number): Scored[] | null {
  const scored = trials.filter(isScored);
  return scored.length === 0 || scored.length + pending.length < population ? null : scored;
}

/** The best of `size` members drawn with replacement; of equals the earliest trial. */
export function tournament(population: readonly Scored[], size: number, direction: Ask['direction'], rng: Stream) {
  const drawn = Array.from({ length: size }, () => population[rng.below(population.length)]);
  return ranked(drawn, direction)[0];
}

/** The point with another value in one of its parameters, chosen evenly among those that can have one. */
export function mutated(space: Space, point: ParamValues, spread: number, rng: Stream): ParamValues {
  const params = changeable(space, point);
  if (params.length === 0) return point;
  const { path, domain } = params[rng.below(params.length)];
  return complete(space, { ...point, [path]: otherValue(domain, point[path], spread, rng) }, rng.split('new'));
}

/** The first child that is new; where they all came before, an unseen random point. */
export function freshChild(ask: Ask<unknown>, child: (rng: Stream) => ParamValues): ParamValues | null {
  for (let i = 0; i < maxChildren; i++) {
    const point = child(ask.rng.split('child', i));
    if (!ask.seen.has(pointKey(point)) && (!ask.allowed || ask.allowed(point))) return point;
  }
  return drawUnseen(ask, ask.rng);
}
