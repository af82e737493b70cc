// The surrogate of PNAS (Liu et al. 2018, section 4.3, the MLP ensemble): embeddings of a network's values, averaged over its
// blocks, one hidden layer of rectified units, a sigmoid; L1 loss, Adam at 0.01; five of them, each on four fifths of what
// is known; their mean predicts. Smaller than in the paper (100 numbers each), its target the share of networks that one
// beats instead of its accuracy, so the last bias starts at 0 instead of 1.8.
import { sigmoid } from '../../../math/elementary';
import type { Stream } from '../../../rng/stream';
import { Adam } from '../adam';
import type { Sparse } from './encode';

const embedding = 12;
const hidden = 16;
const rate = 0.01;
const steps = 100;
const members = 5;

export interface Known {
  readonly input: Sparse;
  /** 0 to 1. */
  readonly target: number;
}

export class Predictor {
  readonly theta: Float64Array;
  private readonly weights: number;
  private readonly biases: number;
  private readonly last: number;

  constructor(inputs: number, rng: Stream) {
    this.weights = inputs * embedding;
    this.biases = this.weights + hidden * embedding;
    this.last = this.biases + hidden;
    this.theta = new Float64Array(this.last + hidden + 1);
    // Embeddings start at 0: a value that was never seen says nothing.
    const uniform = (from: number, to: number, reach: number, low = -1) => {
      for (let i = from; i < to; i++) this.theta[i] = reach * (low + (1 - low) * rng.uniform());
    };
    uniform(this.weights, this.biases, Math.sqrt(6 / embedding));
    uniform(this.biases, this.last, 0.1, 0);
    uniform(this.last, this.theta.length - 1, Math.sqrt(6 / hidden) / 2);
  }

  private forward(input: Sparse): { sum: Float64Array; units: Float64Array; output: number } {
    const { theta, weights, biases, last } = this;
    const sum = new Float64Array(embedding);
    for (let i = 0; i < input.at.length; i++) {
      const [from, weight] = [input.at[i] * embedding, input.weight[i]];
      for (let k = 0; k < embedding; k++) sum[k] += weight * theta[from + k];
    }
    const units = new Float64Array(hidden);
    let out = theta[last + hidden];
    for (let h = 0; h < hidden; h++) {
      let z = theta[biases + h];
      for (let k = 0; k < embedding; k++) z += theta[weights + h * embedding + k] * sum[k];
      units[h] = z > 0 ? z : 0;
      out += theta[last + h] * units[h];
    }
    return { sum, units, output: sigmoid(out) };
  }

  predict(input: Sparse): number {
    return this.forward(input).output;
  }

  /** Adds to `gradient` that of `scale` times |output - target|; the loss itself. */
  addGradient({ input, target }: Known, scale: number, gradient: Float64Array): number {
    const { theta, weights, biases, last } = this;
    const { sum, units, output } = this.forward(input);
    const off = output - target;
    const byOut = scale * Math.sign(off) * output * (1 - output);
    const bySum = new Float64Array(embedding);
    gradient[last + hidden] += byOut;
    for (let h = 0; h < hidden; h++) {
      gradient[last + h] += byOut * units[h];
      if (units[h] === 0) continue;
      const d = byOut * theta[last + h];
      gradient[biases + h] += d;
      for (let k = 0, w = weights + h * embedding; k < embedding; k++, w++) {
        gradient[w] += d * sum[k];
        bySum[k] += d * theta[w];
      }
    }
    for (let i = 0; i < input.at.length; i++) {
      const [from, weight] = [input.at[i] * embedding, input.weight[i]];
      for (let k = 0; k < embedding; k++) gradient[from + k] += weight * bySum[k];
    }
    return scale * Math.abs(off);
  }

  fit(known: readonly Known[]): void {
    const adam = new Adam(this.theta.length);
    const gradient = new Float64Array(this.theta.length);
    for (let step = 0; step < steps; step++) {
      gradient.fill(0);
      for (const one of known) this.addGradient(one, 1 / known.length, gradient);
      adam.step(this.theta, gradient, -rate);
    }
  }
}

/** The mean prediction of the ensemble. */
export function ensemble(inputs: number, known: readonly Known[], rng: Stream): (input: Sparse) => number {
  const order = rng.split('folds').permutation(known.length);
  const fitted = Array.from({ length: members }, (_, m) => {
    const predictor = new Predictor(inputs, rng.split('member', m));
    predictor.fit(known.filter((_one, i) => order[i] % members !== m));
    return predictor;
  });
  return (input) => fitted.reduce((total, one) => total + one.predict(input), 0) / members;
}
