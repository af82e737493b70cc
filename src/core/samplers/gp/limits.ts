// Limits for the Gaussian process (Gardner et al. 2014, ICML; Optuna 5.0's constrained log expected improvement): a process
// of its own for each limit, and the logarithm of the chance of keeping it added to the acquisition. Where no trial has kept
// the limits yet, that sum alone. Asks in flight are not counted in a limit's process.
import { exp, log } from '../../math/elementary';
import { logCdf } from '../tpe/truncatedNormal';
import type { Acquisition } from './acquisition';
import { fit } from './fit';
import { addGradient, type Points } from './kernel';
import { Posterior } from './posterior';
import { pick, standardised } from './values';

const stabiliser = 1e-12;
const logSqrt2Pi = 0.5 * log(2 * Math.PI);

/** Log of the chance that a process lies at or above a threshold. */
export class LogPI implements Acquisition {
  constructor(
    private readonly gp: Posterior,
    private readonly threshold: number,
  ) {}

  at(x: Float64Array, at = 0): number {
    const { mean, variance } = this.gp.at(x, at);
    return logCdf((mean - this.threshold) / Math.sqrt(variance + stabiliser));
  }

  withGradient(x: Float64Array, gradient: Float64Array): number {
    const { gp } = this;
    const { mean, variance } = gp.at(x, 0, true);
    const sigma = Math.sqrt(variance + stabiliser);
    const z = (mean - this.threshold) / sigma;
    const value = logCdf(z);
    const slope = exp(-0.5 * z * z - logSqrt2Pi - value);
    const byMean = slope / sigma;
    const byVariance = variance > 0 ? (-z * slope) / (2 * sigma * sigma) : 0;
    const w = gp.pull();
    const weights = w.map((wi, i) => byMean * gp.alpha[i] - 2 * byVariance * wi);
    gradient.fill(0);
    addGradient(gp.points, gp.hyper, x, weights, gp.slopes, gradient);
    return value;
  }
}

class Sum implements Acquisition {
  private readonly own: Float64Array;
  constructor(
    private readonly parts: readonly Acquisition[],
    dimensions: number,
  ) {
    this.own = new Float64Array(dimensions);
  }
  at(x: Float64Array, at = 0): number {
    return this.parts.reduce((sum, part) => sum + part.at(x, at), 0);
  }
  withGradient(x: Float64Array, gradient: Float64Array): number {
    const total = new Float64Array(gradient.length);
    let value = 0;
    for (const part of this.parts) {
      value += part.withGradient(x, this.own);
      for (let d = 0; d < total.length; d++) total[d] += this.own[d];
    }
    gradient.set(total);
    return value;
  }
}

/** The process of one limit, from how far each point breaks it, and the standardised value of a limit just kept. */
export function limitModel(points: Points, broken: readonly number[], fitted: readonly number[], noiseless: boolean) {
  // Smaller is better, so these are the negatives, standardised.
  const y = standardised(broken, 'minimize');
  const mean = broken.reduce((sum, v) => sum + v, 0) / broken.length;
  const deviation = Math.sqrt(broken.reduce((sum, v) => sum + (v - mean) * (v - mean), 0) / broken.length);
  const hyper = fit(
    pick(points, fitted),
    Float64Array.from(fitted, (i) => y[i]),
    noiseless,
  );
  return { posterior: new Posterior(points, y, hyper), threshold: mean / Math.max(1e-10, deviation) };
}

/** For each limit that says something the log of the chance of keeping it. `limits`: of each point, how far it breaks each. */
export function chances(
  points: Points,
  limits: readonly (readonly number[])[],
  fitted: readonly number[],
  noiseless: boolean,
): LogPI[] {
  const count = limits[0]?.length ?? 0;
  const parts: LogPI[] = [];
  for (let k = 0; k < count; k++) {
    const broken = limits.map((one) => one[k] ?? 0);
    // A limit that every trial has kept to the same degree says nothing.
    if (broken.every((v) => v === broken[0]) && broken[0] <= 0) continue;
    const { posterior, threshold } = limitModel(points, broken, fitted, noiseless);
    parts.push(new LogPI(posterior, threshold));
  }
  return parts;
}

/** The acquisition with the chances of keeping all limits; where no trial has kept them yet, these alone. */
export function constrained(
  improvement: Acquisition,
  best: number,
  points: Points,
  limits: readonly (readonly number[])[],
  fitted: readonly number[],
  noiseless: boolean,
): Acquisition {
  return withChances(improvement, best > -Infinity, chances(points, limits, fitted, noiseless), points);
}

/** `kept`: a trial keeps the limits, so there is a best to improve on. */
export function withChances(
  improvement: Acquisition,
  kept: boolean,
  parts: readonly Acquisition[],
  points: Pick<Points, 'categorical'>,
): Acquisition {
  if (parts.length === 0) return improvement;
  return new Sum(kept ? [improvement, ...parts] : parts, points.categorical.length);
}
