// A Parzen estimator: a weighted mixture of kernels, one per observation and a prior, each a product over the parameters
// (Falkner, Klein & Hutter 2018, arXiv 1807.01774; optuna/samplers/_tpe/probability_distributions.py).
import { exp, log } from '../../math/elementary';
import type { Stream } from '../../rng/stream';
import { observationWeights } from './split';

/** The kernels of one parameter: one per observation, the prior last. Points are numbers, choices their index. */
export interface Column {
  draw(kernel: number, rng: Stream): number;
  /** Adds the log density of point j under kernel k to sums[j * kernels + k]. */
  addLogDensity(points: Float64Array, sums: Float64Array): void;
}

/** Terms this far below the largest add nothing to a double. */
const negligible = -50;

export class Parzen {
  /** Of each kernel, summing to 1. */
  readonly weights: Float64Array;

  constructor(
    readonly columns: readonly Column[],
    observations: number,
    priorWeight: number,
  ) {
    this.weights = new Float64Array(observations + 1);
    this.weights.set(observationWeights(observations));
    this.weights[observations] = observations === 0 ? 1 : priorWeight;
    const sum = this.weights.reduce((total, weight) => total + weight, 0);
    for (let k = 0; k <= observations; k++) this.weights[k] /= sum;
  }

  /** Draws points: for each column, its coordinate in every one. */
  draw(count: number, rng: Stream): Float64Array[] {
    const kernels = Array.from({ length: count }, () => this.pick(rng.uniform()));
    return this.columns.map((column) => Float64Array.from(kernels, (kernel) => column.draw(kernel, rng)));
  }

  private pick(u: number): number {
    const { weights } = this;
    let left = u;
    for (let k = 0; k < weights.length - 1; k++) {
      left -= weights[k];
      if (left < 0) return k;
    }
    return weights.length - 1;
  }

  /** Log density of each point. */
  logDensity(points: readonly Float64Array[]): Float64Array {
    const kernels = this.weights.length;
    const count = points[0].length;
    const sums = new Float64Array(count * kernels);
    const logs = this.weights.map(log);
    for (let j = 0; j < count; j++) sums.set(logs, j * kernels);
    this.columns.forEach((column, i) => column.addLogDensity(points[i], sums));
    return Float64Array.from({ length: count }, (_, j) => logSumExp(sums.subarray(j * kernels, (j + 1) * kernels)));
  }
}

function logSumExp(terms: Float64Array): number {
  let max = -Infinity;
  for (const term of terms) if (term > max) max = term;
  if (max === -Infinity) return max;
  let sum = 0;
  for (const term of terms) if (term - max > negligible) sum += exp(term - max);
  return max + log(sum);
}
