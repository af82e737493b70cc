// BOHB (Falkner, Klein & Hutter 2018, arXiv 1807.01774): a kernel density per budget of the good and of the other trials,
// of the largest budget that has enough of both; a third of the points at random. Constants and details as in HpBandSter.
// It belongs with Hyperband: the pruner decides the budgets. Without one there is a single budget, the whole training.
import { float, int, type Scalar, type Values } from '../fields/field';
import { valueAt } from '../space/domains';
import { isActive, spaceSize } from '../space/points';
import type { Param, ParamValues, Space } from '../space/space';
import { freeParams, fromUnit } from '../space/unitCube';
import { byRatio } from './bohb/candidates';
import { Density } from './bohb/density';
import { coordinateOf, wholeRows } from './bohb/rows';
import { defineSampler, type Ask, type PastTrial } from './sampler';
import { countPoints, drawUnseen, mayAsk } from './unseen';

const fields = {
  good: float('Good trials', 0.15, 0.01, 0.9, { help: 'This share of the trials at a budget counts as good.' }),
  random: float('Random points', 1 / 3, 0, 1, { help: 'This share of all points is drawn at random.' }),
  candidates: int('Candidates', 64, 1, 1000),
  widening: float('Widening of kernels', 3, 1, 20, { help: 'Candidates are drawn from kernels this much wider.' }),
  leastWidth: float('Smallest kernel width', 1e-3, 1e-6, 0.5, { log: true }),
  leastPoints: int('Trials for a model', 0, 0, 10_000, {
    help: 'Good ones at least, and as many others; 0: one more than there are settings.',
  }),
};
type Options = Values<typeof fields>;

export const bohb = defineSampler({
  type: 'bohb',
  label: 'BOHB',
  summary:
    'Kernel densities of good and other trials at the largest budget that has enough. Use it with Hyperband, by promotion.',
  fields,
  usesResults: true,
  readsCurves: true,
  points: (space, _options, allowed) => countPoints(space, allowed),
  check: () => null,
  ask: (ask) => {
    const { space, rng, options } = ask;
    const params = freeParams(space);
    if (rng.split('random').uniform() >= options.random && params.length > 0) {
      const sides = modelled(ask, params);
      const point = sides && best(ask, params, sides);
      if (point) return point;
    }
    return drawUnseen(ask, rng.split('draw'));
  },
});

interface Sides {
  readonly good: Density;
  readonly rest: Density;
}
interface Observation {
  readonly params: ParamValues;
  /** Smaller is better; Infinity: it broke down. */
  readonly loss: number;
}

/** The densities at the largest budget that has enough trials; null: none has. */
function modelled(ask: Ask<Options>, params: readonly Param[]): Sides | null {
  const { options } = ask;
  const least = Math.max(options.leastPoints, params.length + 1);
  for (const seen of observations(ask)) {
    if (seen.length < least) continue;
    const ranked = [...seen].sort((a, b) => (a.loss < b.loss ? -1 : a.loss > b.loss ? 1 : 0));
    const goodCount = Math.max(least, Math.floor(options.good * seen.length));
    const restCount = Math.max(least, Math.floor((1 - options.good) * seen.length));
    const good = ranked.slice(0, goodCount);
    const rest = ranked.slice(goodCount, goodCount + restCount);
    if (good.length <= params.length || rest.length <= params.length) continue;
    const coordinates = params.map(({ domain }) => coordinateOf(domain));
    const density = (of: readonly Observation[], name: string) => {
      const points = of.map((one) => one.params);
      return new Density(
        wholeRows(points, params, coordinates, ask.rng.split('impute', name)),
        coordinates,
        options.leastWidth,
      );
    };
    return { good: density(good, 'good'), rest: density(rest, 'rest') };
  }
  return null;
}

/** By budget, the whole training first, then the rungs from the highest down. */
function* observations({ trials, rungs = [], direction }: Ask<Options>): Generator<Observation[]> {
  const loss = (value: number | null | undefined) =>
    value === null || value === undefined || !Number.isFinite(value)
      ? Infinity
      : direction === 'minimize'
        ? value
        : -value;
  const broke = ({ state }: PastTrial) => state === 'failed';
  yield trials
    .filter((one) => one.state === 'done' || (broke(one) && rungs.length === 0))
    .map(({ params, value }) => ({ params, loss: loss(value) }));
  for (const rung of rungs.slice(0, -1).reverse()) {
    yield trials.flatMap((one) => {
      const { params, curve = [] } = one;
      if (curve.length >= rung)
        return Number.isNaN(curve[rung - 1]) && !broke(one) ? [] : [{ params, loss: loss(curve[rung - 1]) }];
      // It broke down on its way to the first rung that it did not reach.
      const next = rungs.find((step) => step > curve.length);
      return broke(one) && next === rung ? [{ params, loss: Infinity }] : [];
    });
  }
}

/** The candidate with the best ratio that may be asked; null where none may. */
function best(ask: Ask<Options>, params: readonly Param[], sides: Sides): ParamValues | null {
  const { space, options, rng } = ask;
  const size = spaceSize(space);
  const stream = rng.split('candidates');
  const candidates = Array.from({ length: options.candidates }, (_, i) =>
    sides.good.draw(options.widening, stream.split(i)),
  );
  for (const vector of byRatio(candidates, sides)) {
    const point = pointAt(space, params, vector);
    if (mayAsk(ask, size, point)) return point;
  }
  return null;
}

function pointAt(space: Space, params: readonly Param[], vector: Float64Array): ParamValues {
  const values: Record<string, Scalar> = {};
  for (const param of space) {
    if (!isActive(param, values)) continue;
    const { path, domain } = param;
    const at = params.indexOf(param);
    if (at < 0) values[path] = valueAt(domain, 0);
    else
      values[path] =
        coordinateOf(domain).choices === undefined ? fromUnit(domain, vector[at]) : valueAt(domain, vector[at]);
  }
  return values;
}
