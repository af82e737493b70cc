// The constants of CMA-ES for a dimension and a population size: Hansen 2016, arXiv 1604.00772, table 1 and equations
// 49 to 58, as in the package `cmaes`.
import { log } from '../../math/elementary';

export interface Strategy {
  /** Dimensions. */
  readonly n: number;
  /** Points of a generation, and how many of them make the new mean. */
  readonly lambda: number;
  readonly mu: number;
  readonly muEff: number;
  /** Recombination weights, best first; the later ones are negative. */
  readonly weights: Float64Array;
  /** Learning rates of the covariance: rank one and rank mu. */
  readonly c1: number;
  readonly cMu: number;
  /** Cumulation and damping of the step size; cumulation of the covariance path. */
  readonly cSigma: number;
  readonly dSigma: number;
  readonly cC: number;
  /** Expected length of a standard normal vector. */
  readonly chiN: number;
}

/** 4 + floor(3 ln n). */
export const defaultPopulation = (n: number): number => 4 + Math.floor(3 * log(n));

export function strategyOf(n: number, lambda: number = defaultPopulation(n)): Strategy {
  const mu = Math.floor(lambda / 2);
  const raw = Float64Array.from({ length: lambda }, (_, i) => log((lambda + 1) / 2) - log(i + 1));
  const muEff = effective(raw.subarray(0, mu));
  const muEffMinus = effective(raw.subarray(mu));
  const c1 = 2 / ((n + 1.3) * (n + 1.3) + muEff);
  const cMu = Math.min(1 - c1 - 1e-8, (2 * (muEff - 2 + 1 / muEff)) / ((n + 2) * (n + 2) + muEff));
  const negative = Math.min(1 + c1 / cMu, 1 + (2 * muEffMinus) / (muEff + 2), (1 - c1 - cMu) / (n * cMu));
  const above = sum(raw.filter((w) => w > 0));
  const below = -sum(raw.filter((w) => w < 0));
  const cSigma = (muEff + 2) / (n + muEff + 5);
  return {
    n,
    lambda,
    mu,
    muEff,
    weights: raw.map((w) => (w >= 0 ? w / above : (negative * w) / below)),
    c1,
    cMu,
    cSigma,
    dSigma: 1 + 2 * Math.max(0, Math.sqrt((muEff - 1) / (n + 1)) - 1) + cSigma,
    cC: (4 + muEff / n) / (n + 4 + (2 * muEff) / n),
    chiN: Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n)),
  };
}

const sum = (values: Float64Array) => values.reduce((total, w) => total + w, 0);

/** Variance effective selection mass: (sum w)^2 / sum w^2. */
function effective(weights: Float64Array): number {
  const total = sum(weights);
  return (total * total) / weights.reduce((squares, w) => squares + w * w, 0);
}
