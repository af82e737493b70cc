// What the Gaussian process believes along one or two parameters: the picture that explains Bayesian optimisation. The
// other parameters are held where the next point (or the best trial) has them, so the picture is a cut, not an average.
// Where a parameter does not exist, because its parent has another value, the belief is the same all along it.
import type { GpAxis } from '../../samplers/gp/axes';
import { enumerate, sizeOfDomain, turned } from '../../space/domains';
import type { ParamValues } from '../../space/space';
import { exp, log } from '../../math/elementary';
import { Surrogate, type Belief, type SurrogateStudy } from './model';
import { worthGoingOn, type Worth } from './worth';

export interface PictureQuestion extends SurrogateStudy {
  /** Path of the parameter along x, and along y for a plane. */
  readonly x: string;
  readonly y?: string;
  /** Where the other parameters are held. */
  readonly through: 'next' | 'best';
  /** Cells along a range; a choice has one per value. */
  readonly cells: number;
}

/** Along one parameter: numbers evenly spaced on its own scale, or the numbers of a choice's values. */
export interface PictureAxis {
  readonly path: string;
  readonly at: Float64Array;
}

export interface Picture {
  readonly x: PictureAxis;
  readonly y: PictureAxis | null;
  /** Row-major, rows along y from its low end; lengths x.at.length * (y ? y.at.length : 1), in the objective's units. */
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  /** Expected improvement over the best value within the limits, and its logarithm (in units of the values' deviation). */
  readonly improvement: Float64Array;
  readonly logImprovement: Float64Array;
  /** The chance of keeping all limits; missing where there are none of which the trials say something. */
  readonly within?: Float64Array;
  /** 1 where the settings keep the rules between them, else 0; missing where there are none. */
  readonly allowed?: Uint8Array;
  /** False: no finished trial keeps the limits, so what stands for the improvement is the chance of keeping them. */
  readonly anyWithin: boolean;
  readonly held: ParamValues;
  /** Whose settings those are; `having`: of the best trial that has the parameters shown, because the wanted one has not. */
  readonly heldAt: 'next' | 'best' | 'having';
  readonly best: { readonly value: number; readonly params: ParamValues };
  readonly next: { readonly params: ParamValues } & Belief;
  readonly noise: number;
  /** Length scale by parameter, shortest first: along a short one the objective changes fast. */
  readonly lengths: readonly { readonly path: string; readonly length: number }[];
  readonly observed: number;
  readonly used: number;
  readonly worth: Worth | null;
}

/** Why there is no picture. */
export type NoPicture = 'few-trials' | 'no-axis' | 'never-together';

/** Parameters that the Gaussian process knows: those that are free. */
export function modelled(study: Pick<SurrogateStudy, 'space'>): readonly string[] {
  return study.space.filter(({ domain }) => sizeOfDomain(domain) > 1).map(({ path }) => path);
}

export function picture(question: PictureQuestion): Picture | NoPicture {
  const model = Surrogate.of(question);
  if (!model) return modelled(question).length === 0 ? 'no-axis' : 'few-trials';
  const find = (path: string) => model.axes.findIndex((axis) => axis.path === path);
  const across = find(question.x);
  const upward = question.y === undefined ? -1 : find(question.y);
  if (across < 0 || (question.y !== undefined && upward < 0)) return 'no-axis';

  const next = model.next();
  // A parameter under a condition is drawn where the condition holds. The parent of a drawn one varies itself.
  const drawn = [question.x, ...(question.y === undefined ? [] : [question.y])];
  const wanted = question.through === 'next' ? next.params : model.best.params;
  const heldThere = drawn.every((path) => path in wanted);
  const held = heldThere ? wanted : model.having(drawn);
  if (!held) return 'never-together';
  const x = gridOf(model.axes[across], question.cells);
  const y = upward < 0 ? null : gridOf(model.axes[upward], question.cells);
  const rows = y ? y.length : 1;
  const size = x.length * rows;
  const mean = new Float64Array(size);
  const deviation = new Float64Array(size);
  const improvement = new Float64Array(size);
  const logImprovement = new Float64Array(size);
  const within = new Float64Array(model.limited ? size : 0);
  const allowed = new Uint8Array(question.constraints?.length ? size : 0);
  const at = model.coordinates(held);
  for (let r = 0; r < rows; r++) {
    if (y) at[upward] = y[r].coordinate;
    for (let c = 0; c < x.length; c++) {
      at[across] = x[c].coordinate;
      const belief = model.at(at);
      const cell = r * x.length + c;
      mean[cell] = belief.mean;
      deviation[cell] = belief.deviation;
      improvement[cell] = belief.improvement;
      logImprovement[cell] = belief.logImprovement;
      if (model.limited) within[cell] = belief.within;
      if (allowed.length > 0) allowed[cell] = model.allows(at) ? 1 : 0;
    }
  }
  const places = (grid: Grid) => Float64Array.from(grid, (one) => one.place);
  return {
    x: { path: question.x, at: places(x) },
    y: y && { path: question.y!, at: places(y) },
    mean,
    deviation,
    improvement,
    logImprovement,
    ...(model.limited ? { within } : {}),
    ...(allowed.length > 0 ? { allowed } : {}),
    anyWithin: model.anyWithin,
    held,
    heldAt: heldThere ? question.through : 'having',
    best: model.best,
    next: { params: next.params, ...model.at(next.x) },
    noise: model.noise,
    lengths: model.axes.map(({ path }, d) => ({ path, length: model.lengths[d] })).sort((a, b) => a.length - b.length),
    observed: model.observed,
    used: model.used,
    worth: worthGoingOn(question, model, next),
  };
}

type Grid = readonly { readonly place: number; readonly coordinate: number }[];

/** Places along a domain as charts count them (numbers; of choices their index), and the model's coordinates there. */
function gridOf({ domain, coordinate }: GpAxis, cells: number): Grid {
  if (domain.kind !== 'int' && domain.kind !== 'float') {
    return enumerate(domain).map((value, i) => ({ place: i, coordinate: coordinate(value) }));
  }
  const scale = domain.log ? log : (value: number) => value;
  // Half a step of room at both ends of stepped ranges, as the sampler's coordinates have it (core/space/unitCube).
  const step = domain.step ?? (domain.kind === 'int' ? 1 : 0);
  const from = scale(domain.low - step / 2);
  const to = scale(domain.high + step / 2);
  const share = (place: number) => (scale(turned(domain, place)) - from) / (to - from);
  // Charts draw a reversed logarithm on a plain axis.
  const logAxis = domain.log === true && !domain.reverse;
  return Array.from({ length: cells }, (_, i) => {
    const t = i / (cells - 1);
    const place = logAxis ? exp(mix(log(domain.low), log(domain.high), t)) : mix(domain.low, domain.high, t);
    return { place, coordinate: domain.reverse ? 1 - share(place) : share(place) };
  });
}

const mix = (a: number, b: number, t: number) => a + (b - a) * t;
