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
  /** Upper bound of what is left to gain, as far as the model can tell: see docs/methods/reading-a-study.md on how often it held. */
  readonly regret: number;
  /** Gains of the best value over the last quarter of the finished trials; null: none before it kept the limits. */
  readonly recent: number | null;
  readonly advice: 'go-on' | 'little-left' | 'stop';
}

/** Optuna's terminator says nothing below this many finished trials. */
export const fewestForAdvice = 20;
const samples = 2048;
const confidence = 0.1;

/** beta of the confidence bounds: 2 log(d n^2 pi^2 / (6 * 0.1)) / 5. */
export const betaOf = (parameters: number, trials: number): number =>
  (2 * log((parameters * trials * trials * Math.PI * Math.PI) / 6 / confidence)) / 5;

/** null below `fewestForAdvice` finished trials, and while none of them keeps the limits. */
export function worthGoingOn(
  study: SurrogateStudy,
  model: Surrogate,
  next: { readonly x: Float64Array },
): Worth | null {
  if (model.observed < fewestForAdvice || !model.anyWithin) return null;
  const { improvement } = model.at(next.x);
  const regret = regretBound(study);
  const finished = study.trials.filter(
    ({ state, value }) => state === 'done' && value !== null && Number.isFinite(value),
  );
  const early = finished.slice(0, finished.length - Math.floor(finished.length / 4));
  const before = bestOf(study, early);
  const recent = before === null ? null : Math.abs(bestOf(study, finished)! - before);
  // Against the noise of one trial, and against the size of the best value: less than both is nothing to wait for.
  const noticeable = Math.max(model.noise, 1e-3 * Math.abs(model.best.value));
  const advice = regret < noticeable ? 'stop' : improvement < 0.1 * noticeable ? 'little-left' : 'go-on';
  return { gain: improvement, regret, recent, advice };
}

/** The best value among trials that keep the limits; null: there is none. */
function bestOf({ direction }: SurrogateStudy, trials: readonly PastTrial[]): number | null {
  const values = trials.filter(({ violation = 0 }) => violation <= 0).map(({ value }) => value!);
  return values.length > 0 ? values.reduce((a, b) => (direction === 'maximize' ? Math.max : Math.min)(a, b)) : null;
}

/**
 * The bound in the objective's units. At least 20 trials are kept. Of a study with limits: from the best trial that keeps them
 * to the largest value anywhere, so it may be too large, never too small for want of them.
 */
export function regretBound(study: SurrogateStudy): number {
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
  if (!model) return Infinity;
  const root = Math.sqrt(betaOf(model.axes.length, model.observed));
  const d = model.axes.length;
  let upper = -Infinity;
  let lower = -Infinity;
  const { x, count } = model.points;
  for (let i = 0; i < count; i++) {
    const row = x.subarray(i * d, (i + 1) * d);
    upper = Math.max(upper, model.optimistic(row, root));
    if (model.keptBy(i)) lower = Math.max(lower, model.optimistic(row, -root));
  }
  const cube = sobolPoints(samples, d, Stream.of(study.seed, 'regret bound'));
  for (let i = 0; i < samples; i++) {
    const row = cube.subarray(i * d, (i + 1) * d);
    model.axes.forEach((axis, k) => (row[k] = axis.snap(row[k])));
    upper = Math.max(upper, model.optimistic(row, root));
  }
  return model.inUnits(upper - lower);
}
