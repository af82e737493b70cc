// The Gaussian process of a study, in the study's own units: what the sampler `gp` would believe after these trials.
// Mean and deviation are of the objective; the expected improvement is what one more trial is expected to gain.
import { exp } from '../../math/elementary';
import { Stream } from '../../rng/stream';
import { LogEI } from '../../samplers/gp/acquisition';
import type { Acquisition } from '../../samplers/gp/acquisition';
import { decode, gpAxes, type GpAxis } from '../../samplers/gp/axes';
import { fit } from '../../samplers/gp/fit';
import { chances, withChances } from '../../samplers/gp/limits';
import type { Hyper } from '../../samplers/gp/kernel';
import { optimise } from '../../samplers/gp/optimise';
import { Posterior } from '../../samplers/gp/posterior';
import { taken } from '../../samplers/gp/taken';
import { absentOf, mask, Masked, type Absent } from '../../samplers/gp/tree';
import { isObserved, standardised } from '../../samplers/gp/values';
import type { PastTrial } from '../../samplers/sampler';
import { keeps, type Condition } from '../../space/constraint';
import { sizeOfDomain, valueAt } from '../../space/domains';
import { isActive } from '../../space/points';
import type { ParamValues, Space } from '../../space/space';

export interface SurrogateStudy {
  readonly space: Space;
  readonly trials: readonly PastTrial[];
  readonly direction: 'minimize' | 'maximize';
  /** The lab's seed: where the acquisition is looked for depends on it. */
  readonly seed: number;
  /** The same settings always give the same value. */
  readonly noiseless?: boolean;
  /** What the next point has to keep. */
  readonly constraints?: readonly Condition[];
}

/** Fewer finished trials than this give no picture worth the name. */
export const fewestTrials = 3;
/** As in the sampler by default: at most so many trials are used. */
const mostUsed = 200;

export interface Belief {
  readonly mean: number;
  /** Standard deviation of the function there, without the noise of one trial. */
  readonly deviation: number;
  /**
   * log of the expected improvement in standardised units, and the expected improvement in the objective's. A study with limits:
   * times the chance of keeping them, and while no trial keeps them that chance alone.
   */
  readonly logImprovement: number;
  readonly improvement: number;
  /** The chance of keeping all of the study's limits, 0 to 1; 1 without limits. */
  readonly within: number;
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
  private readonly improvement: LogEI;
  /** log of the chance of keeping each limit. */
  private readonly chances: readonly Acquisition[];
  /** What is looked for: improvement within the limits. */
  private readonly sought: Acquisition;
  /** A finished trial keeps the study's limits, or it has none. */
  readonly anyWithin: boolean;
  /** Which axes are absent at a point: those of parameters under a condition that does not hold there. */
  private readonly absent: Absent | null;
  private readonly shift: number;
  private readonly unit: number;
  private readonly incumbent: Float64Array;
  private readonly trials: readonly PastTrial[];
  private readonly keeping: readonly boolean[];

  /** null where there is nothing to model: no free parameter, or too few finished trials. */
  static of(study: SurrogateStudy): Surrogate | null {
    const axes = gpAxes(study.space, true);
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
    this.absent = absentOf(study.space, axes);
    const { used, points, y, fitted, fittedTo } = taken(axes, this.absent, observed, values, mostUsed);
    this.used = used.length;
    const hyper = fit(...fittedTo, study.noiseless === true);
    // The best is one that keeps the study's limits, if any of those in use does.
    const kept = used.map((i) => !broken(observed[i]));
    this.anyWithin = kept.includes(true);
    const counts = this.anyWithin ? kept : kept.map(() => true);
    this.keeping = counts;
    const top = y.reduce((best, value, i) => (counts[i] && (best < 0 || value > y[best]) ? i : best), -1);
    const n = raw.length;
    const mean = raw.reduce((sum, value) => sum + value, 0) / n;
    const deviation = Math.sqrt(raw.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / n);
    this.shift = mean;
    this.unit = Math.max(1e-10, deviation);
    this.hyper = hyper;
    this.model = new Posterior(points, y, hyper);
    this.improvement = new LogEI(this.model, y[top]);
    const rows = used.map((i) => observed[i].violations ?? []);
    this.chances = chances(points, rows, fitted, study.noiseless === true);
    this.sought = withChances(this.improvement, this.anyWithin, this.chances, points);
    this.best = { value: observed[used[top]].value!, params: observed[used[top]].params };
    this.noise = Math.sqrt(hyper.noise) * this.unit;
    this.lengths = Array.from(hyper.inverseSquaredLengths, (q) => 1 / Math.sqrt(q));
    const whole = observed.filter((trial) => !broken(trial));
    this.trials = whole.length > 0 ? whole : observed;
    this.incumbent = this.coordinates(this.best.params);
  }

  /**
   * Coordinates of a point; what it lacks is taken from `otherwise`, then from the best trial that has it, then from the middle
   * of its range. So a parameter that does not exist at the point has a place for when it does.
   */
  coordinates(params: ParamValues, otherwise: ParamValues = this.best.params): Float64Array {
    return Float64Array.from(this.axes, (axis) => {
      const value = params[axis.path] ?? otherwise[axis.path] ?? this.having([axis.path])?.[axis.path];
      return value === undefined ? axis.snap(0.5) : axis.coordinate(value);
    });
  }

  /** Settings of the best observed trial in which all of the parameters exist. */
  having(paths: readonly string[]): ParamValues | null {
    const sign = this.study.direction === 'maximize' ? 1 : -1;
    let best: PastTrial | null = null;
    for (const trial of this.trials) {
      if (!paths.every((path) => path in trial.params)) continue;
      if (!best || sign * (trial.value! - best.value!) > 0) best = trial;
    }
    return best?.params ?? null;
  }

  at(x: Float64Array): Belief {
    const seen = this.seen(x);
    const within = this.chances.reduce((sum, chance) => sum + chance.at(seen), 0);
    const own = this.improvement.at(seen);
    const { mean, variance } = this.model;
    const logImprovement = this.anyWithin ? own + within : within;
    const sign = this.study.direction === 'maximize' ? 1 : -1;
    return {
      mean: this.shift + sign * mean * this.unit,
      deviation: Math.sqrt(variance) * this.unit,
      logImprovement,
      improvement: exp(logImprovement) * (this.anyWithin ? this.unit : 1),
      within: exp(within),
    };
  }

  /** Mean and deviation at each of `count` rows of x, in standardised units where larger is better. */
  eachOf(x: Float64Array, count: number, tell: (row: number, mean: number, deviation: number) => void): void {
    const rows = x.slice(0, count * this.axes.length);
    if (this.absent) mask(this.absent, this.axes, rows, count);
    this.model.eachOf(rows, count, (row, mean, variance) => tell(row, mean, Math.sqrt(variance)));
  }

  /** Standardised units to the objective's. */
  inUnits(standardisedDifference: number): number {
    return standardisedDifference * this.unit;
  }

  /** Whether the study has limits of which its trials say something. */
  get limited(): boolean {
    return this.chances.length > 0;
  }

  /** Where the expected improvement is largest: what the sampler would try next with nothing in flight. */
  next(): { readonly params: ParamValues; readonly x: Float64Array } {
    const { study, axes, absent } = this;
    const rng = Stream.of(study.seed, 'surrogate', this.observed);
    const acquisition: Acquisition = absent ? new Masked(this.sought, absent, axes) : this.sought;
    const found = optimise(acquisition, axes, this.hyper.inverseSquaredLengths, this.incumbent, rng);
    const points = found.map(({ x }) => ({ x, params: this.existing(decode(axes, x)) }));
    const { constraints = [] } = study;
    return points.find(({ params }) => keeps(constraints, { ...fixedOf(study.space), ...params })) ?? points[0];
  }

  /** Whether the settings at a point keep the rules between settings. */
  allows(x: Float64Array): boolean {
    const { constraints = [], space } = this.study;
    if (constraints.length === 0) return true;
    return keeps(constraints, { ...fixedOf(space), ...this.existing(decode(this.axes, x)) });
  }

  private existing(params: ParamValues): ParamValues {
    const all = { ...fixedOf(this.study.space), ...params };
    const gone = new Set<string>();
    for (const param of this.study.space) {
      const parent = param.when?.path;
      if (!isActive(param, all) || (parent !== undefined && gone.has(parent))) gone.add(param.path);
    }
    return Object.fromEntries(Object.entries(params).filter(([path]) => !gone.has(path)));
  }

  /** A point as the model knows it: absent parameters at their fixed places. */
  private seen(x: Float64Array): Float64Array {
    if (!this.absent) return x;
    const own = x.slice(0, this.axes.length);
    mask(this.absent, this.axes, own, 1);
    return own;
  }

  /** Whether the observation of a row of `points` may be the best: it keeps the limits, or none does. */
  keptBy(row: number): boolean {
    return this.keeping[row];
  }

  /** The coordinates of the observations in use, one row each. */
  get points(): { readonly x: Float64Array; readonly count: number } {
    return this.model.points;
  }
}

/** It breaks a limit of its study. */
const broken = ({ violation = 0 }: PastTrial): boolean => violation > 0;

/** Parameters with one value only, which the model leaves out; conditions and rules may name them. */
const fixedOf = (space: Space): ParamValues =>
  Object.fromEntries(
    space.filter(({ domain }) => sizeOfDomain(domain) === 1).map(({ path, domain }) => [path, valueAt(domain, 0)]),
  );
