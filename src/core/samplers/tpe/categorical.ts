// Kernels over choices: kernel i puts (1 at its own choice) + priorWeight / kernels everywhere, scaled to sum 1; the prior
// kernel is even (optuna/samplers/_tpe/parzen_estimator.py).
import { log } from '../../math/elementary';
import type { Stream } from '../../rng/stream';
import type { Column } from './parzen';

export class CategoricalColumn implements Column {
  /** Probability of a kernel's own choice, and of each other one. */
  readonly own: number;
  readonly other: number;
  readonly cost = 1;
  readonly peak = 0;

  constructor(
    private readonly observed: Float64Array,
    private readonly choices: number,
    priorWeight: number,
  ) {
    const spread = priorWeight / (observed.length + 1);
    const sum = 1 + choices * spread;
    this.own = (1 + spread) / sum;
    this.other = spread / sum;
  }

  /** Probability of a choice under a kernel; the last kernel is the prior. */
  probability(kernel: number, choice: number): number {
    if (kernel === this.observed.length || Number.isNaN(this.observed[kernel])) return 1 / this.choices;
    return this.observed[kernel] === choice ? this.own : this.other;
  }

  draw(kernel: number, rng: Stream): number {
    let left = rng.uniform();
    for (let choice = 0; choice < this.choices - 1; choice++) {
      left -= this.probability(kernel, choice);
      if (left < 0) return choice;
    }
    return this.choices - 1;
  }

  addLogDensity(points: Float64Array, sums: Float64Array, _floors: Float64Array, from: number, to: number): void {
    const { observed } = this;
    const [own, other, even] = [log(this.own), log(this.other), -log(this.choices)];
    for (let k = from, at = from * points.length; k < to; k++) {
      const prior = k === observed.length || Number.isNaN(observed[k]);
      for (let j = 0; j < points.length; j++, at++) sums[at] += prior ? even : observed[k] === points[j] ? own : other;
    }
  }
}
