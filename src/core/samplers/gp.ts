// Bayesian optimisation with a Gaussian process and log expected improvement, as Optuna 5.0's GPSampler does it. Conditional
// parameters are modelled too (gp/tree.ts), where Optuna draws them on their own.
import { bool, int } from '../fields/field';
import { spaceSize } from '../space/points';
import type { ParamValues } from '../space/space';
import { constrained } from './gp/limits';
import { LogEI, QLogEI } from './gp/acquisition';
import { decode, gpAxes } from './gp/axes';
import { normalDraws } from './gp/draws';
import { foreignOf, joined, joinedValues, type Foreign } from './gp/foreign';
import { fit } from './gp/fit';
import { optimise } from './gp/optimise';
import { Posterior } from './gp/posterior';
import { absentOf, encodeTree, Masked, startable } from './gp/tree';
import { isObserved, pick, spread, standardised } from './gp/values';
import { complete } from './moves';
import { defineSampler } from './sampler';
import { countPoints, drawUnseen, mayAsk } from './unseen';

const fields = {
  startup: int('Random trials first', 10, 1, 1000),
  noiseless: bool('Noise-free objective', false, {
    help: 'On: the same settings always give the same value, so none of a difference is put down to chance.',
  }),
  most: int('Trials used', 200, 20, 2000, {
    help: 'Beyond these: the best half of them, and the others evenly spread. The time of an ask grows with the square.',
  }),
};

/** Length scales, scale and noise are fitted to at most this many of the trials used: the time grows with the cube. */
const mostFitted = 100;
const drawsInFlight = 128;
/** Candidates that may have come before, on a finite space. */
const maxCandidates = 256;

export const gp = defineSampler({
  type: 'gp',
  label: 'Gaussian process',
  summary: 'Models the objective and tries where the expected improvement is largest. For few, dear trials.',
  fields,
  usesResults: true,
  limits: true,
  points: (space, _options, allowed) => countPoints(space, allowed),
  check: () => null,
  ask: (ask): ParamValues | null => {
    const { space, trials, pending, seen, direction, rng, options } = ask;
    const axes = gpAxes(space, true);
    const absent = absentOf(space, axes);
    const size = spaceSize(space);
    const observed = trials.filter(isObserved);
    const foreign = ask.foreign ? foreignOf(axes, absent, ask.foreign, observed.length) : null;
    // What earlier studies tell stands in for random trials, all but one.
    const heard = Math.min(foreign?.values.length ?? 0, options.startup - 1);
    if (axes.length === 0 || observed.length === 0 || observed.length + heard < options.startup || seen.size >= size)
      return drawUnseen(ask, rng);
    const values = standardised(
      observed.map(({ value }) => value),
      direction,
    );
    const used = spread(values, options.most);
    const points = encodeTree(
      axes,
      absent,
      used.map((i) => observed[i].params),
    );
    const y = Float64Array.from(used, (i) => values[i]);
    const fitted = spread(y, mostFitted);
    const fittedTo = [pick(points, fitted), Float64Array.from(fitted, (i) => y[i])] as const;
    // Length scales are own ones as soon as there are enough trials to tell them.
    const few = foreign && observed.length < options.startup;
    const hyper = few
      ? fit(joined(fittedTo[0], foreign), joinedValues(fittedTo[1], foreign), options.noiseless)
      : fit(...fittedTo, options.noiseless);
    const model = foreign
      ? new Posterior(joined(points, foreign), joinedValues(y, foreign), hyper, extraOf(y.length, foreign))
      : new Posterior(points, y, hyper);
    const broken = used.map((i) => observed[i].violation ?? 0);
    const feasible = y.map((value, i) => (broken[i] > 0 ? -Infinity : value));
    const top = feasible.reduce((best, value, i) => (value > feasible[best] ? i : best), 0);
    const improvement =
      pending.length === 0
        ? new LogEI(model, feasible[top])
        : new QLogEI(
            model,
            feasible[top],
            encodeTree(axes, absent, pending),
            normalDraws(drawsInFlight, pending.length + 1, rng.split('in flight')),
          );
    const limits = used.map((i) => observed[i].violations ?? []);
    const known = constrained(improvement, feasible[top], points, limits, fitted, options.noiseless);
    const acquisition = absent ? new Masked(known, absent, axes) : known;
    const best = points.x.slice(top * axes.length, (top + 1) * axes.length);
    const incumbent = startable(axes, absent, best, rng.split('incumbent'));
    const candidates = optimise(acquisition, axes, hyper.inverseSquaredLengths, incumbent, rng);
    for (const { x } of candidates.slice(0, ask.allowed ? undefined : maxCandidates)) {
      const point = complete(space, decode(axes, x), rng.split('rest'));
      if (mayAsk(ask, size, point)) return point;
    }
    return drawUnseen(ask, rng.split('other'));
  },
});

/** Beyond the noise: none of own values, that of foreign ones. */
const extraOf = (own: number, { values, variance }: Foreign): Float64Array =>
  new Float64Array(own + values.length).fill(variance, own);
