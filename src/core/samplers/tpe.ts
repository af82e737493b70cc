// Tree-structured Parzen estimator (Bergstra et al. 2011, NeurIPS 24; Watanabe 2023, arXiv 2304.11127) as Optuna 5.0.0
// does it: multivariate, with the constant liar (optuna/samplers/_tpe). Unlike Optuna, on a finite space it skips
// candidates that came before.
import { bool, choice, float, int, type Values } from '../fields/field';
import type { Stream } from '../rng/stream';
import { spaceSize } from '../space/points';
import type { Param, ParamValues, Space } from '../space/space';
import { defineSampler, type Ask } from './sampler';
import { combinations } from './tpe/combinations';
import { Model, type Candidate } from './tpe/model';
import { partsOf } from './tpe/parts';
import { hintsOf } from './tpe/foreign';
import { counts, goodCount, goodCountOfSeveral, split } from './tpe/split';
import { countPoints, drawUnseen, mayAsk } from './unseen';

const fields = {
  startup: int('Random trials first', 10, 1, 10_000),
  candidates: int('Candidates', 24, 1, 1000, {
    help: 'Drawn near the good trials for each trial; the best one is run.',
  }),
  together: choice('Parameters', 'joint', [
    { value: 'joint', label: 'All together; conditional ones alone' },
    { value: 'groups', label: 'In groups that occur together' },
    { value: 'alone', label: 'Each alone' },
  ]),
  good: choice('Good trials', 'tenth', [
    { value: 'tenth', label: 'The best tenth, at most 25' },
    { value: 'root', label: 'A quarter of the root, at most 25 (Hyperopt)' },
  ]),
  constantLiar: bool('Avoid trials in flight', true, { help: 'Takes trials without a result yet for bad ones.' }),
  priorWeight: float('Weight of the prior', 1, 0.01, 100, { log: true }),
  magicClip: bool('Smallest kernel width', true, { help: 'Keeps kernels from becoming too narrow.' }),
  endpoints: bool('Ends of ranges widen kernels', false),
};

/** Draws of candidates before it gives up finding a point that is new, and points looked at of each draw by its size. */
const maxDraws = 8;
const mostPoints = 10;

export const tpe = defineSampler({
  type: 'tpe',
  label: 'TPE',
  summary: 'Draws near the good trials and away from the others. For any space, and 30 to 1000 trials.',
  fields,
  usesResults: true,
  several: true,
  limits: true,
  points: (space, _options, allowed) => countPoints(space, allowed),
  check: () => null,
  ask: (ask) => {
    const { space, seen, rng, options } = ask;
    const size = spaceSize(space);
    const ended = ask.trials.filter(counts);
    // What earlier studies tell stands in for random trials, all but one.
    const heard = Math.min(ask.foreign?.length ?? 0, options.startup - 1);
    if (ended.length + heard < options.startup || ended.length === 0 || seen.size >= size) return drawUnseen(ask, rng);
    const search = new Search(ask);
    for (let attempt = 0; attempt < maxDraws; attempt++) {
      for (const point of search.points(rng.split('tpe', attempt))) {
        if (mayAsk(ask, size, point)) return point;
      }
    }
    return drawUnseen(ask, rng.split('other'));
  },
});

/** The models of one ask, made when first needed. */
class Search {
  private readonly space: Space;
  private readonly options: Values<typeof fields>;
  private readonly sides: ReturnType<typeof split>;
  private readonly models = new Map<Param, Model>();

  constructor({ space, trials, pending, direction, directions, foreign, options }: Ask<Values<typeof fields>>) {
    this.space = space;
    this.options = options;
    const ended = trials.filter(counts);
    const count = directions ? goodCountOfSeveral(ended.length) : goodCount(ended.length, options.good);
    const { good, rest, even } = split(ended, direction, count, directions);
    const hints = foreign ? hintsOf(foreign, ended.length) : {};
    this.sides = { good, even, rest: options.constantLiar ? [...rest, ...pending] : rest, ...hints };
    const seen = ended.map(({ params }) => params);
    for (const params of partsOf(space, seen, options.together)) {
      const model = this.model(params);
      for (const param of params) this.models.set(param, model);
    }
  }

  /** Points, best first: see combinations.ts. */
  points(rng: Stream): Generator<ParamValues> {
    const drawn = new Map<Model, readonly Candidate[]>();
    const candidates = (model: Model) => {
      const known = drawn.get(model) ?? model.candidates(this.options.candidates, rng.split(model.params[0].path));
      drawn.set(model, known);
      return known;
    };
    return combinations(this.space, (param) => this.modelOf(param), candidates, mostPoints * this.options.candidates);
  }

  /** That of the part which a parameter belongs to, or its own. */
  private modelOf(param: Param): Model {
    const known = this.models.get(param);
    if (known) return known;
    const made = this.model([param]);
    this.models.set(param, made);
    return made;
  }

  private model(params: readonly Param[]): Model {
    return new Model(params, this.sides, this.options);
  }
}
