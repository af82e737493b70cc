// The Gaussian process of a study, in the study's own units: what the sampler `gp` would believe after these trials.
// Mean and deviation are of the objective; the expected improvement is what one more trial is expected to gain.
import { exp } from '../../math/elementary';
import { Stream } from '../../rng/stream';
import { LogEI } from '../../samplers/gp/acquisition';
import { decode, encode, gpAxes, type GpAxis } from '../../samplers/gp/axes';
import { fit } from '../../samplers/gp/fit';
import type { Hyper } from '../../samplers/gp/kernel';
import { optimise } from '../../samplers/gp/optimise';
import { Posterior } from '../../samplers/gp/posterior';
import { isObserved, pick, spread, standardised } from '../../samplers/gp/values';
import type { PastTrial } from '../../samplers/sampler';
import type { ParamValues, Space } from '../../space/space';

export interface SurrogateStudy {
  readonly space: Space;
  readonly trials: readonly PastTrial[];
  readonly direction: 'minimize' | 'maximize';
  /** The lab's seed: where the acquisition is looked for depends on it. */
  readonly seed: number;
  /** The same settings always give the same value. */
  readonly noiseless?: boolean;
}

/** Fewer finished trials than this give no picture worth the name. */
export const fewestTrials = 3;
/** As in the sampler: at most so many trials are used, and so many for the length scales. */
const mostUsed = 200;
const mostFitted = 100;

export interface Belief {
  readonly mean: number;
  /** Standard deviation of the function there, without the noise of one trial. */
  readonly deviation: number;
  /** log of the expected improvement in standardised units, and the expected improvement in the objective's. */
  readonly logImprovement: number;
  readonly improvement: number;
}

export class Surrogate {
  readonly axes: readonly GpAxis[];
  readonly observed: number;
  readonly used: number;
  /** The best observed value and its settings. */
  readonly best: { readonly value: number; readonly params: ParamValues };
  /** Standard deviation of the noise that the fit puts down to chance. */
  readonly noise: number;
  /** Length scale by axis, in shares of its range; of a choice: how little another value tells. */
  readonly lengths: readonly number[];
  /** What the fit found, in standardised units. */
  readonly hyper: Hyper;
  private readonly model: Posterior;
  private readonly acquisition: LogEI;
  private readonly shift: number;
  private readonly unit: number;
  private readonly incumbent: Float64Array;

  /** null where there is nothing to model: no free unconditional parameter, or too few finished trials. */
  static of(study: SurrogateStudy): Surrogate | null {
    const axes = gpAxes(study.space);
    const observed = study.trials.filter((trial) => isObserved(trial) && Number.isFinite(trial.value));
    return axes.length === 0 || observed.length < fewestTrials ? null : new Surrogate(study, axes, observed);
  }

  private constructor(
    private readonly study: SurrogateStudy,
    axes: readonly GpAxis[],
    observed: readonly PastTrial[],
  ) {
    this.axes = axes;
    this.observed = observed.length;
    const raw = observed.map(({ value }) => value!);
    const values = standardised(raw, study.direction);
    const used = spread(values, mostUsed);
    this.used = used.length;
    const points = encode(
      axes,
      used.map((i) => observed[i].params),
    );
    const y = Float64Array.from(used, (i) => values[i]);
    const fitted = spread(y, mostFitted);
    const hyper = fit(
      pick(points, fitted),
      Float64Array.from(fitted, (i) => y[i]),
      study.noiseless === true,
    );
    const top = y.reduce((best, value, i) => (value > y[best] ? i : best), 0);
    const n = raw.length;
    const mean = raw.reduce((sum, value) => sum + value, 0) / n;
    const deviation = Math.sqrt(raw.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / n);
    this.shift = mean;
    this.unit = Math.max(1e-10, deviation);
    this.hyper = hyper;
    this.model = new Posterior(points, y, hyper);
    this.acquisition = new LogEI(this.model, y[top]);
    this.best = { value: observed[used[top]].value!, params: observed[used[top]].params };
    this.noise = Math.sqrt(hyper.noise) * this.unit;
    this.lengths = Array.from(hyper.inverseSquaredLengths, (q) => 1 / Math.sqrt(q));
    this.incumbent = points.x.slice(top * axes.length, (top + 1) * axes.length);
  }

  /** Coordinates of a point; what it lacks is taken from `otherwise`. */
  coordinates(params: ParamValues, otherwise: ParamValues = this.best.params): Float64Array {
    return encode(this.axes, [{ ...otherwise, ...params }]).x;
  }

  at(x: Float64Array): Belief {
    const logImprovement = this.acquisition.at(x);
    const { mean, variance } = this.model;
    const sign = this.study.direction === 'maximize' ? 1 : -1;
    return {
      mean: this.shift + sign * mean * this.unit,
      deviation: Math.sqrt(variance) * this.unit,
      logImprovement,
      improvement: exp(logImprovement) * this.unit,
    };
  }

  /** Mean plus `share` deviations towards the better side, in standardised units where larger is better. */
  optimistic(x: Float64Array, share: number): number {
    const { mean, variance } = this.model.at(x);
    return mean + share * Math.sqrt(variance);
  }

  /** Standardised units to the objective's. */
  inUnits(standardisedDifference: number): number {
    return standardisedDifference * this.unit;
  }

  /** Where the expected improvement is largest: what the sampler would try next with nothing in flight. */
  next(): { readonly params: ParamValues; readonly x: Float64Array } {
    const rng = Stream.of(this.study.seed, 'surrogate', this.observed);
    const [first] = optimise(this.acquisition, this.axes, this.hyper.inverseSquaredLengths, this.incumbent, rng);
    return { params: decode(this.axes, first.x), x: first.x };
  }

  /** The coordinates of the observations in use, one row each. */
  get points(): { readonly x: Float64Array; readonly count: number } {
    return this.model.points;
  }
}
