// Every other ask of a Gaussian process may look closer: at the trials near the best only, as local steps of Bayesian search
// do elsewhere (BADS, Acerbi & Ma 2017, arXiv 1705.04405; TuRBO, Eriksson et al. 2019, arXiv 1910.01739). Not each time: only
// where the process of the near ones foretells the better half of their values better than the one of all trials does.
import { log } from '../../math/elementary';
import { betterIn } from '../history';
import type { Ask } from '../sampler';
import type { GpAxis } from './axes';
import { leaveOut } from './foretold';
import type { Modelled } from './modelled';
import { nearTo } from './near';
import type { Observed } from './values';

/** Twice as many as the process starts with: before that, those near are most of all. */
const leastTrials = 20;
/** In nats: below that the two are taken for alike, and all trials tell more. */
const leastGain = 2;

/** The axes and trials that this ask may look at closely; null: it is not its turn, or fewer than two numbers vary. */
export function closer(
  { index, direction }: Pick<Ask, 'index' | 'direction'>,
  axes: readonly GpAxis[],
  observed: readonly Observed[],
): { readonly axes: readonly GpAxis[]; readonly observed: readonly Observed[] } | null {
  if (index % 2 === 0 || observed.length < leastTrials) return null;
  if (axes.filter(({ categorical }) => !categorical).length < 2) return null;
  const better = betterIn(direction);
  const allowed = observed.map((_, i) => i).filter((i) => (observed[i].violation ?? 0) <= 0);
  if (allowed.length === 0) return null;
  const best = allowed.reduce((at, i) => (better(observed[i], observed[at]) ? i : at));
  const near = nearTo(
    axes,
    observed.map(({ params }) => params),
    best,
  );
  return near && { axes: near.axes, observed: near.rows.map((i) => observed[i]) };
}

/** Whether the process of the near trials foretells the better half of their values, each from all the others, better. */
export function closerForetold(all: Modelled, near: Modelled): boolean {
  // Alike they foretell each other for certain, and say nothing.
  if (near.trials.y.every((value) => value === near.trials.y[0])) return false;
  const [whole, part] = [foretold(all), foretold(near)];
  const shared = [...part.keys()].filter((trial) => whole.has(trial));
  const values = shared.map((trial) => whole.get(trial)!.value).sort((a, b) => a - b);
  let gain = 0;
  for (const trial of shared) {
    const { value, density } = whole.get(trial)!;
    if (value >= values[values.length >> 1]) gain += part.get(trial)!.density - density;
  }
  return gain > leastGain;
}

/** Of each trial taken, its standardised value and the log density of the value as it is, given by all the others. */
function foretold({ scene, trials, fitted: { y, hyper, logSlope = 0 }, deviation }: Modelled) {
  const densities = leaveOut(trials.points, y, hyper);
  const perUnit = logSlope - log(deviation);
  return new Map(
    trials.used.map((row, i) => [scene.observed[row], { value: trials.y[i], density: densities[i] + perUnit }]),
  );
}
