// Bayesian optimisation with a Gaussian process and log expected improvement, as Optuna 5.0's GPSampler does it. Conditional
// parameters are modelled too (gp/tree.ts), where Optuna draws them on their own; local search may help (gp/stalled.ts).
import { bool, defaultsOf, int, type Values } from '../fields/field';
import { spaceSize } from '../space/points';
import type { ParamValues } from '../space/space';
import { constrained } from './gp/limits';
import { LogEI, QLogEI } from './gp/acquisition';
import { decode, gpAxes } from './gp/axes';
import { normalDraws } from './gp/draws';
import { foreignOf, joined, joinedValues, type Foreign } from './gp/foreign';
import { likelihoodBytes } from './gp/fit';
import { modelled, type Modelled } from './gp/modelled';
import { numerics } from './gp/numerics';
import { optimise } from './gp/optimise';
import { Posterior, posteriorBytes } from './gp/posterior';
import { mostFitted } from './gp/taken';
import { absentOf, encodeTree, Masked, startable } from './gp/tree';
import { isObserved } from './gp/values';
import { closer, closerForetold } from './gp/closer';
import { stalledAt } from './gp/stalled';
import { localSearch, untriedNear, type LocalSearchOptions } from './localSearch';
import { complete } from './moves';
import { defineSampler, type Ask } from './sampler';
import { countPoints, drawUnseen, mayAsk } from './unseen';

const fields = {
  startup: int('Random trials first', 10, 1, 1000),
  noiseless: bool('Noise-free objective', false, {
    help: 'On: the same settings always give the same value, so none of a difference is put down to chance.',
  }),
  helped: bool('Local search where it stalls', false, {
    help: 'While ten trials bring nothing better, every other one is a step from the best. For objectives with many basins.',
  }),
  ranked: bool('Worse half by rank', false, {
    help: 'Where that foretells the better half of the values better. For objectives with a few values far worse than the rest.',
  }),
  close: bool('Closer looks at the best', false, {
    help: 'Every other ask looks only at the trials near the best, where they are foretold better so. For narrow basins.',
  }),
  most: int('Trials used', 200, 20, 2000, {
    help: 'Beyond these: the best half of them, and the others evenly spread. The time of an ask grows with the square.',
  }),
};

const steps = defaultsOf(localSearch.fields) as LocalSearchOptions;
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
    const { space, trials, seen, rng, options } = ask;
    const axes = gpAxes(space, true);
    const absent = absentOf(space, axes);
    const size = spaceSize(space);
    const observed = trials.filter(isObserved);
    const foreign = ask.foreign ? foreignOf(axes, absent, ask.foreign, observed.length) : null;
    const others = foreign?.values.length ?? 0;
    // What earlier studies tell stands in for random trials, all but one.
    const heard = Math.min(others, options.startup - 1);
    if (axes.length === 0 || observed.length === 0 || observed.length + heard < options.startup || seen.size >= size)
      return drawUnseen(ask, rng);
    const best = options.helped ? stalledAt(ask) : null;
    const near = best && untriedNear({ ...ask, options: steps }, best);
    if (near) return near;
    const bytes = bytesOf(Math.min(observed.length, options.most) + others, mostFitted + others, ask, axes.length);
    return numerics().during(bytes, () => {
      const whole = modelled(ask, { axes, absent, foreign, observed });
      const near = options.close && !absent && !foreign ? closer(ask, axes, observed) : null;
      const part = near && modelled(ask, { absent, foreign, ...near });
      return propose(ask, part && closerForetold(whole, part) ? part : whole);
    });
  },
});

type Asked = Ask<Values<typeof fields>>;

/** What the processes of the objective and of each limit take, one fitted at a time, and the asks in flight. */
function bytesOf(points: number, fitted: number, { trials, pending }: Asked, dimensions: number): number {
  const processes = 1 + Math.max(0, ...trials.map(({ violations }) => violations?.length ?? 0));
  const inFlight = 16 * pending.length * (points + 16) + 4096;
  return (
    likelihoodBytes(Math.min(points, fitted), dimensions) + processes * posteriorBytes(points, dimensions) + inFlight
  );
}

/** The point of the largest acquisition among those that may be asked for. */
function propose(ask: Asked, { scene, trials, fitted: { y, hyper } }: Modelled): ParamValues | null {
  const { space, pending, rng, options } = ask;
  const { axes, absent, foreign, observed } = scene;
  const { used, points, fitted } = trials;
  const size = spaceSize(space);
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
}

/** Beyond the noise: none of own values, that of foreign ones. */
const extraOf = (own: number, { values, variance }: Foreign): Float64Array =>
  new Float64Array(own + values.length).fill(variance, own);
