// A Parzen estimator: a weighted mixture of kernels, one per observation and a prior, each a product over the parameters
// (Falkner, Klein & Hutter 2018, arXiv 1807.01774; optuna/samplers/_tpe/probability_distributions.py).
import { exp, log } from '../../math/elementary';
import type { Stream } from '../../rng/stream';
import { observationWeights } from './split';

/** The kernels of one parameter: one per observation, the prior last. Points are numbers, choices their index. */
export interface Column {
  /** Columns that tell kernels apart cheaply come first. */
  readonly cost: number;
  /** No log density is above this. */
  readonly peak: number;
  draw(kernel: number, rng: Stream): number;
  /** Adds the log density of point j under the kernels from `from` to before `to` to sums[kernel * points + j]. Entries below
   *  floors[j] do not matter any more: they may stay as they are, or become -Infinity. */
  addLogDensity(points: Float64Array, sums: Float64Array, floors: Float64Array, from: number, to: number): void;
}

/** Terms this far below another add nothing to a double, even a million of them. */
const negligible = 60;

export class Parzen {
  /** Of each kernel, summing to 1. */
  readonly weights: Float64Array;

  constructor(
    readonly columns: readonly Column[],
    observations: number,
    priorWeight: number,
    /** All observations weigh the same, however old. */
    even = false,
    /** Kernels before those of the observations, and the weight of each. */
    before: { readonly count: number; readonly weight: number } = { count: 0, weight: 0 },
  ) {
    const kernels = before.count + observations;
    this.weights = new Float64Array(kernels + 1);
    this.weights.fill(before.weight, 0, before.count);
    if (even) this.weights.fill(1, before.count);
    else this.weights.set(observationWeights(observations), before.count);
    this.weights[kernels] = kernels === 0 ? 1 : priorWeight;
    const sum = this.weights.reduce((total, weight) => total + weight, 0);
    for (let k = 0; k <= kernels; k++) this.weights[k] /= sum;
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
    const sums = new Float64Array(kernels * count);
    for (let k = 0; k < kernels; k++) sums.fill(log(this.weights[k]), k * count, (k + 1) * count);
    const order = this.columns.map((_, i) => i).sort((a, b) => this.columns[a].cost - this.columns[b].cost || a - b);
    // The prior covers everything: what is far below it is lost in the sum, and need not be worked out further.
    const floors = new Float64Array(count).fill(-Infinity);
    for (const i of order) this.columns[i].addLogDensity(points[i], sums, floors, kernels - 1, kernels);
    const left = order.reduce((sum, i) => sum + this.columns[i].peak, 0);
    for (let j = 0; j < count; j++) floors[j] = sums[(kernels - 1) * count + j] - negligible - left;
    for (const i of order) {
      const column = this.columns[i];
      column.addLogDensity(points[i], sums, floors, 0, kernels - 1);
      for (let j = 0; j < count; j++) floors[j] += column.peak;
    }
    return logSumExp(sums, floors);
  }
}

/** Of the entries of each point that are not below its floor. */
function logSumExp(sums: Float64Array, floors: Float64Array): Float64Array {
  const count = floors.length;
  const max = new Float64Array(count).fill(-Infinity);
  const total = new Float64Array(count);
  for (let at = 0; at < sums.length; at += count)
    for (let j = 0; j < count; j++) if (sums[at + j] > max[j]) max[j] = sums[at + j];
  for (let at = 0; at < sums.length; at += count)
    for (let j = 0; j < count; j++) if (sums[at + j] >= floors[j]) total[j] += exp(sums[at + j] - max[j]);
  return total.map((sum, j) => max[j] + log(sum));
}
