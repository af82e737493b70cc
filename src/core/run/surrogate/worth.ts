// Is it worth going on? Two numbers from the Gaussian process: what the next trial is expected to gain, and how far the
// best trial may still be from the best there is. The second is the regret bound of Makarova et al. 2022
// (arXiv 2104.08166) as Optuna's terminator computes it: the largest upper confidence bound over the space minus the
// largest lower one over the trials, on the better half of the trials.
import { log } from '../../math/elementary';
import { Stream } from '../../rng/stream';
import { sobolPoints } from '../../samplers/gp/draws';
import { standardised } from '../../samplers/gp/values';
import type { PastTrial } from '../../samplers/sampler';
import { Surrogate, type SurrogateStudy } from './model';

export interface Worth {
  /** Expected gain of the next trial, in the objective's units. */
  readonly gain: number;
  /** Upper bound of what is left to gain; in simulated studies it held nine times in ten (docs/methods/reading-a-study.md). */
  readonly regret: number;
  /** Gains of the best value over the last quarter of the finished trials; null: none before it kept the limits. */
  readonly recent: number | null;
  readonly advice: 'go-on' | 'little-left' | 'stop';
}

/** Optuna's terminator says nothing below this many finished trials. */
export const fewestForAdvice = 20;
const samples = 2048;
const confidence = 0.1;

/** beta of the confidence bounds: 2 log(d n^2 pi^2 / (6 * 0.1)). */
export const betaOf = (parameters: number, trials: number): number =>
  2 * log((parameters * trials * trials * Math.PI * Math.PI) / 6 / confidence);
/** What the terminator makes of it, after the experiments of Srinivas et al. 2010. */
const terminatorShare = 1 / 5;

/** null below `fewestForAdvice` finished trials, and while none of them keeps the limits. */
export function worthGoingOn(
  study: SurrogateStudy,
  model: Surrogate,
  next: { readonly x: Float64Array },
): Worth | null {
  if (model.observed < fewestForAdvice || !model.anyWithin) return null;
  const { improvement } = model.at(next.x);
  const { regret, terminator } = regretBounds(study);
  const finished = study.trials.filter(
    ({ state, value }) => state === 'done' && value !== null && Number.isFinite(value),
  );
  const early = finished.slice(0, finished.length - Math.floor(finished.length / 4));
  const before = bestOf(study, early);
  const recent = before === null ? null : Math.abs(bestOf(study, finished)! - before);
  // Against the noise of one trial, and against the size of the best value: less than both is nothing to wait for.
  const noticeable = Math.max(model.noise, 1e-3 * Math.abs(model.best.value));
  const advice = terminator < noticeable ? 'stop' : improvement < 0.1 * noticeable ? 'little-left' : 'go-on';
  return { gain: improvement, regret, recent, advice };
}

/** The best value among trials that keep the limits; null: there is none. */
function bestOf({ direction }: SurrogateStudy, trials: readonly PastTrial[]): number | null {
  const values = trials.filter(({ violation = 0 }) => violation <= 0).map(({ value }) => value!);
  return values.length > 0 ? values.reduce((a, b) => (direction === 'maximize' ? Math.max : Math.min)(a, b)) : null;
}

export interface RegretBounds {
  readonly regret: number;
  /** With a fifth of beta, as the terminator has it. */
  readonly terminator: number;
}

/**
 * The bounds in the objective's units. At least 20 trials are kept. Of a study with limits: from the best trial that keeps them
 * to the largest value anywhere, so they may be too large, never too small for want of them.
 */
export function regretBounds(study: SurrogateStudy): RegretBounds {
  const finished = study.trials.filter(
    ({ state, value }) => state === 'done' && value !== null && Number.isFinite(value),
  );
  const y = standardised(
    finished.map(({ value }) => value!),
    study.direction,
  );
  const keep = Math.max(fewestForAdvice, Math.floor(finished.length / 2));
  const order = Array.from(y, (_, i) => i).sort((a, b) => y[b] - y[a] || a - b);
  const kept = new Set(order.slice(0, keep));
  const lead = order.find((i) => !(finished[i].violation! > 0));
  if (lead !== undefined) kept.add(lead);
  const model = Surrogate.of({ ...study, trials: finished.filter((_, i) => kept.has(i)) });
  if (!model) return { regret: Infinity, terminator: Infinity };
  const d = model.axes.length;
  const beta = betaOf(d, model.observed);
  const [wide, narrow] = [beta, terminatorShare * beta].map((one) => new Between(Math.sqrt(one)));
  const { x, count } = model.points;
  model.eachOf(x, count, (i, mean, deviation) => {
    for (const one of [wide, narrow]) one.trial(mean, deviation, model.keptBy(i));
  });
  const cube = sobolPoints(samples, d, Stream.of(study.seed, 'regret bound'));
  for (let at = 0; at < cube.length; at += d) model.axes.forEach((axis, k) => (cube[at + k] = axis.snap(cube[at + k])));
  model.eachOf(cube, samples, (_i, mean, deviation) => {
    wide.anywhere(mean, deviation);
    narrow.anywhere(mean, deviation);
  });
  return { regret: model.inUnits(wide.width), terminator: model.inUnits(narrow.width) };
}

/** From the largest lower bound of a trial to the largest upper bound anywhere, so many deviations from the mean each. */
class Between {
  private upper = -Infinity;
  private lower = -Infinity;
  constructor(private readonly root: number) {}

  anywhere(mean: number, deviation: number): void {
    this.upper = Math.max(this.upper, mean + this.root * deviation);
  }
  trial(mean: number, deviation: number, kept: boolean): void {
    this.anywhere(mean, deviation);
    if (kept) this.lower = Math.max(this.lower, mean - this.root * deviation);
  }
  get width(): number {
    return this.upper - this.lower;
  }
}
