// Where a learning curve will end, from its beginning (Domhan et al. 2015, IJCAI): each parametric family is fitted by
// least squares that count newer epochs more, weight 10^(i/n) for point i of n; the fits are averaged by exp(-BIC/2) to
// the power `tempering`. The spread is made of each fit's residual variance, of what its parameters leave open at that
// epoch (delta method) and of how far the families are apart. Domhan samples parameters by MCMC instead; this is the cheap
// form. Three constants are calibrated on real and made-up learning curves: docs/methods/pruners.md.
import { exp, log, pow } from '../math/elementary';
import { normalCdf } from '../math/erf';
import { cholesky, solveLower } from '../math/linalg';
import type { Curve, Direction } from '../pruners/pruner';
import { families, type Family } from './families';
import { bestStart, levenberg, type Points } from './levenberg';

/** Successive errors of a curve are alike, so the likelihood counts for less than it claims. */
const tempering = 0.15;
/** The forecast goes this far from the last value towards the average of the families. */
const trust = 0.8;
/** By which the standard deviation is wider than derived. */
const widening = 1.45;
/** Residuals below this share of the seen range / 0.6 are taken for this large. */
const smallest = 0.01;
/** In the same unit, the seen curve reaching from 0.2 to 0.8: families that end outside are left out. */
const [floor, ceiling] = [-0.5, 2];
const openMost = 100;
/** Curves with more points are averaged in runs of equal length. */
const mostPoints = 60;
/** With fewer epochs nothing is said. */
export const leastEpochs = 4;

export interface Forecast {
  /** In the curve's own unit. */
  readonly mean: number;
  /** Standard deviation: 1.645 of it on either side are the 90 % interval. Never negative. */
  readonly deviation: number;
}

interface Fitted {
  readonly family: Family;
  readonly p: Float64Array;
  readonly variance: number;
  /** Minus half the BIC, tempered. */
  readonly score: number;
  /** Cholesky factor of the information matrix; null when singular. */
  readonly information: Float64Array | null;
}

/** The beginning of one curve, fitted once; to be asked for any later epoch. */
export interface Extrapolation {
  /** Value to expect at an epoch, counted from 1. */
  at(epoch: number): Forecast;
  /** Chance that the value at this epoch is at least as good as `value`. */
  chance(epoch: number, value: number): number;
}

/** Null with fewer than four epochs that have a number. */
export function extrapolate(curve: Curve, direction: Direction): Extrapolation | null {
  const sign = direction === 'minimize' ? -1 : 1;
  const epochs: number[] = [];
  for (let i = 0; i < curve.length; i++) if (Number.isFinite(curve[i])) epochs.push(i);
  if (epochs.length < leastEpochs) return null;
  const values = epochs.map((i) => sign * curve[i]);
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const unit = (high - low) / 0.6;
  const last = values[values.length - 1];
  if (!(unit > 0) || unit === Infinity) return flat(sign * last, direction);
  const scaled = values.map((value) => 0.2 + (value - low) / unit);
  const points = pointsOf(epochs, scaled);
  const fits = families.flatMap((family) => fit(family, points) ?? []);
  const end = scaled[scaled.length - 1];
  const at = (epoch: number): Forecast => {
    const { mean, deviation } = average(fits, epoch, end);
    return { mean: sign * (low + (mean - 0.2) * unit), deviation: deviation * unit };
  };
  return { at, chance: (epoch, value) => chanceOf(at(epoch), value, direction) };
}

function flat(mean: number, direction: Direction): Extrapolation {
  const forecast = { mean, deviation: 0 };
  return { at: () => forecast, chance: (_epoch, value) => chanceOf(forecast, value, direction) };
}

function chanceOf({ mean, deviation }: Forecast, value: number, direction: Direction): number {
  const ahead = direction === 'minimize' ? value - mean : mean - value;
  if (deviation === 0) return ahead >= 0 ? 1 : 0;
  return normalCdf(ahead / deviation);
}

/** Points by epoch, thinned where there are many; weights average 1. */
function pointsOf(epochs: readonly number[], values: readonly number[]): Points {
  const run = Math.ceil(epochs.length / mostPoints);
  const n = Math.ceil(epochs.length / run);
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const end = Math.min((i + 1) * run, epochs.length);
    for (let j = i * run; j < end; j++) {
      x[i] += (epochs[j] + 1) / (end - i * run);
      y[i] += values[j] / (end - i * run);
    }
  }
  const w = x.map((_, i) => pow(10, (i + 1) / n));
  const mean = w.reduce((sum, one) => sum + one, 0) / n;
  return { x, lx: x.map(log), y, w: w.map((one) => one / mean) };
}

function fit(family: Family, points: Points): Fitted | null {
  const n = points.x.length;
  const k = family.size;
  if (n <= k) return null;
  const start = bestStart(family, points);
  const best = start && levenberg(family, points, start);
  if (!best) return null;
  const rss = Math.max(best.rss, n * smallest * smallest);
  const gradient = new Float64Array(k);
  const information = new Float64Array(k * k);
  for (let i = 0; i < n; i++) {
    family.at(points.x[i], points.lx[i], best.p, gradient);
    for (let u = 0; u < k; u++) {
      for (let v = 0; v <= u; v++) information[u * k + v] += points.w[i] * gradient[u] * gradient[v];
    }
  }
  for (let u = 0; u < k; u++) information[u * k + u] = information[u * k + u] * (1 + 1e-6) + 1e-9;
  const bic = n * log(rss / n) + (k + 1) * log(n);
  const sound = cholesky(information, k);
  return {
    family,
    p: best.p,
    variance: rss / (n - k),
    score: -0.5 * tempering * bic,
    information: sound ? information : null,
  };
}

function average(fits: readonly Fitted[], epoch: number, last: number): Forecast {
  const lx = log(epoch);
  const ends = fits.flatMap(({ family, p, variance, score, information }) => {
    const gradient = new Float64Array(family.size);
    const value = family.at(epoch, lx, p, gradient);
    if (!(value > floor && value < ceiling)) return [];
    return [{ value, score, variance: variance * (1 + openness(information, gradient)) }];
  });
  // No family holds: the curve may go anywhere in its range.
  if (ends.length === 0) return { mean: last, deviation: 0.5 * widening };
  const top = ends.reduce((most, { score }) => Math.max(most, score), -Infinity);
  const weights = ends.map(({ score }) => exp(score - top));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const centre = ends.reduce((sum, { value }, i) => sum + (weights[i] / total) * value, 0);
  const mean = last + trust * (centre - last);
  const variance = ends.reduce((sum, end, i) => {
    const off = end.value - mean;
    return sum + (weights[i] / total) * (end.variance + off * off);
  }, 0);
  return { mean, deviation: widening * Math.sqrt(variance) };
}

/** What the parameters leave open of a value, in units of the residual variance. */
function openness(information: Float64Array | null, gradient: Float64Array): number {
  if (!information) return openMost;
  const half = solveLower(information, gradient.length, gradient);
  const open = half.reduce((sum, one) => sum + one * one, 0);
  return open < openMost ? open : openMost;
}
