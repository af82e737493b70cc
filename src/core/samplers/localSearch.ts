// Local search by first improvement, with restarts (as a baseline for architecture search: White, Nolen & Savani 2021,
// UAI, arXiv 2005.02960). From a random start it tries the neighbours of the best point of this descent in random order
// and moves to the first better one; when none is left untried it starts again elsewhere.
// A neighbour differs in one parameter, by another choice or one step along a range, first `step` of its axis, then
// half of that, and so on. Asks made while the first result of a descent is out are further random starts of it.
import { float, int } from '../fields/field';
import { pointKey } from '../space/points';
import type { ParamValues } from '../space/space';
import { betterIn, isScored, visibleAt, type Scored } from './history';
import { changeable, complete, valuesNear } from './moves';
import { defineSampler, type Ask } from './sampler';
import { countPoints, drawUnseen } from './unseen';

const fields = {
  step: float('First step', 0.125, 0.001, 0.5, { help: 'Of the whole range, on its own scale.' }),
  halvings: int('Halvings of the step', 3, 0, 20, { help: 'Before a restart. Choices need none.' }),
};

export type LocalSearchOptions = { step: number; halvings: number };

export const localSearch = defineSampler({
  type: 'localSearch',
  label: 'Local search',
  summary: 'Improves one setting at a time from a random start, and starts again where nothing nearby is better.',
  fields,
  usesResults: true,
  points: (space, _options, allowed) => countPoints(space, allowed),
  check: () => null,
  ask: (ask) => nextNeighbour(ask) ?? drawUnseen(ask, ask.rng),
});

/**
 * Replays the descents up to this ask; null when it is a start. `identity`: what a point's key stands for; points that
 * stand for the same are tried once, those that stand for nothing (null) never.
 */
export function nextNeighbour(ask: Asked, identity: (key: string) => string | null = (key) => key): ParamValues | null {
  const better = betterIn(ask.direction);
  const asked = [...ask.trials.map(({ params }) => params), ...ask.pending].map(pointKey);
  const seen = new Set<string | null>([null]);
  let centre: Scored | null = null;
  let left: Neighbour[] = [];
  /** The ask that began the descent whose first result is still out. */
  let start: number | null = 0;
  let told = 0;
  for (let index = 0; index <= ask.index; index++) {
    if (index > 0) seen.add(identity(asked[index - 1]));
    for (const visible = visibleAt(ask, index); told < visible; told++) {
      const trial = ask.trials[told];
      if (!isScored(trial)) continue;
      const begins: boolean = centre === null || (start !== null && trial.index >= start);
      if (!begins && !better(trial, centre!)) continue;
      centre = trial;
      start = null;
      left = neighbours(ask, centre);
    }
    if (start !== null) continue;
    while (left.length > 0 && seen.has(identity(left[left.length - 1].key))) left.pop();
    if (left.length === 0) start = index;
  }
  return start === null ? left[left.length - 1].point : null;
}

type Asked = Ask<LocalSearchOptions>;
type Centre = Pick<Scored, 'index' | 'params'>;

interface Neighbour {
  readonly point: ParamValues;
  readonly key: string;
}

/** All neighbours, the first to try last. The order and the values of newly active parameters are fixed per centre. */
const neighbours = (ask: Asked, centre: Centre): Neighbour[] =>
  Array.from({ length: ask.options.halvings + 1 }, (_, i) => oneStepOff(ask, centre, ask.options.halvings - i)).flat();

/** Those one step off, after so many halvings of the step. */
function oneStepOff({ space, shared, options, allowed }: Asked, { index, params }: Centre, level: number): Neighbour[] {
  const step = options.step / 2 ** level;
  const rng = shared.split('neighbours', index, level);
  const points = changeable(space, params).flatMap(({ path, domain }) =>
    valuesNear(domain, params[path], step).map((value) =>
      complete(space, { ...params, [path]: value }, rng.split(path, String(value))),
    ),
  );
  const all: Neighbour[] = [];
  for (const i of rng.permutation(points.length))
    if (!allowed || allowed(points[i])) all.push({ point: points[i], key: pointKey(points[i]) });
  return all;
}

/** The first neighbour of a point that was not asked for yet; null: all were. */
export function untriedNear(ask: Asked, centre: Centre): ParamValues | null {
  const asked = new Set([...ask.trials.map(({ params }) => params), ...ask.pending].map(pointKey));
  for (let level = 0; level <= ask.options.halvings; level++) {
    const left = oneStepOff(ask, centre, level).filter(({ key }) => !asked.has(key));
    if (left.length > 0) return left[left.length - 1].point;
  }
  return null;
}
