// The search distribution of CMA-ES and its change by one generation: Hansen 2016, arXiv 1604.00772, equations 41 to 47,
// as in the package `cmaes` (active update, no bound handling here). States are never changed in place.
import { exp, pow } from '../../math/elementary';
import { eigenSymmetric } from '../../math/eigen';
import type { Stream } from '../../rng/stream';
import type { Strategy } from './strategy';

/** The normal distribution N(mean, sigma^2 C) with its evolution paths. */
export interface State {
  readonly generation: number;
  readonly mean: Float64Array;
  readonly sigma: number;
  /** C = basis diag(scale^2) basis', n x n, row-major. */
  readonly covariance: Float64Array;
  readonly basis: Float64Array;
  readonly scale: Float64Array;
  readonly sigmaPath: Float64Array;
  readonly covariancePath: Float64Array;
  /** By dimension: how much wider than N(mean, sigma^2 C) a discrete parameter is read (see margin.ts). */
  readonly stretch: Float64Array;
}

export function initialState(mean: ArrayLike<number>, sigma: number): State {
  const n = mean.length;
  const identity = new Float64Array(n * n);
  for (let i = 0; i < n; i++) identity[i * n + i] = 1;
  return {
    generation: 0,
    mean: Float64Array.from(mean),
    sigma,
    covariance: identity,
    basis: identity,
    scale: new Float64Array(n).fill(1),
    sigmaPath: new Float64Array(n),
    covariancePath: new Float64Array(n),
    stretch: new Float64Array(n).fill(1),
  };
}

/** Draws from N(mean, sigma^2 C). */
export function draw({ mean, sigma, basis, scale }: State, rng: Stream): Float64Array {
  const n = mean.length;
  // Plain loops: an ask after thousands of trials draws as often.
  const z = new Float64Array(n);
  for (let j = 0; j < n; j++) z[j] = scale[j] * rng.normal();
  const x = new Float64Array(n);
  for (let i = 0, at = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++, at++) sum += basis[at] * z[j];
    x[i] = mean[i] + sigma * sum;
  }
  return x;
}

/** The state after a generation; `points` are its lambda draws, best first. */
export function update(strategy: Strategy, before: State, points: readonly Float64Array[]): State {
  const { n, mu, muEff, weights, c1, cMu, cSigma, dSigma, cC, chiN } = strategy;
  const steps = points.map((x) => x.map((value, i) => (value - before.mean[i]) / before.sigma));
  const step = before.mean.map((_, i) => dot(mu, (k) => steps[k][i] * weights[k]));
  const mean = before.mean.map((m, i) => m + before.sigma * step[i]);

  const push = Math.sqrt(cSigma * (2 - cSigma) * muEff);
  const white = whiten(before, step);
  const sigmaPath = before.sigmaPath.map((p, i) => (1 - cSigma) * p + push * white[i]);
  const length = Math.sqrt(dot(n, (i) => sigmaPath[i] * sigmaPath[i]));
  const sigma = Math.min(maxSigma, before.sigma * exp((cSigma / dSigma) * (length / chiN - 1)));

  const generation = before.generation + 1;
  const short = length / Math.sqrt(1 - pow(1 - cSigma, 2 * (generation + 1))) < (1.4 + 2 / (n + 1)) * chiN;
  const pull = short ? Math.sqrt(cC * (2 - cC) * muEff) : 0;
  const path = before.covariancePath.map((p, i) => (1 - cC) * p + pull * step[i]);

  const rankMu = weights.map((w, k) => (w >= 0 ? w : (w * n) / (squaredLength(whiten(before, steps[k])) + tiny)));
  const keep = 1 + (short ? 0 : c1 * cC * (2 - cC)) - c1 - cMu * dot(weights.length, (k) => weights[k]);
  const covariance = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) {
      const spread = dot(rankMu.length, (k) => rankMu[k] * steps[k][i] * steps[k][j]);
      const value = keep * before.covariance[i * n + j] + c1 * path[i] * path[j] + cMu * spread;
      covariance[i * n + j] = covariance[j * n + i] = value;
    }
  }
  return { ...before, generation, mean, sigma, ...decompose(covariance, n), sigmaPath, covariancePath: path };
}

const tiny = 1e-8;
const maxSigma = 1e32;

/** The covariance with its roots; a negative eigenvalue, which only rounding can bring, becomes a tiny one. */
function decompose(covariance: Float64Array, n: number): Pick<State, 'covariance' | 'basis' | 'scale'> {
  const { values, vectors } = eigenSymmetric(covariance, n);
  const scale = values.map((value) => Math.sqrt(value < 0 ? tiny : value));
  const sound = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) {
      const value = dot(n, (k) => vectors[i * n + k] * scale[k] * scale[k] * vectors[j * n + k]);
      sound[i * n + j] = sound[j * n + i] = value;
    }
  }
  return { covariance: sound, basis: vectors, scale };
}

/** C^(-1/2) y. */
function whiten({ basis, scale }: State, y: Float64Array): Float64Array {
  const n = y.length;
  const turned = scale.map((d, k) => dot(n, (i) => basis[i * n + k] * y[i]) / d);
  return y.map((_, i) => dot(n, (k) => basis[i * n + k] * turned[k]));
}

const squaredLength = (y: Float64Array) => dot(y.length, (i) => y[i] * y[i]);

/** The sum of `term(0)` to `term(n - 1)`, in that order. */
function dot(n: number, term: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += term(i);
  return sum;
}
