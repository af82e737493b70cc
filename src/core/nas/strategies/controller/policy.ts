// The policy of the controller (Zoph & Le 2017, arXiv 1611.01578, section 3): an LSTM emits a genotype one gene after the
// other, each by a softmax of its own over that gene's values; the value chosen, embedded, is the next step's input. Genes
// that are absent under the values before them are passed over.
import { log } from '../../../math/elementary';
import type { Stream } from '../../../rng/stream';
import { softmax } from '../../../samplers/policy';
import { sizeOfDomain, valueAt } from '../../../space/domains';
import { isActive, wholeAxis } from '../../../space/points';
import type { Param, ParamValues, Space } from '../../../space/space';
import type { Scalar } from '../../../fields/field';
import { Lstm, tanh, type LstmStep } from './lstm';

/** Of the paper. */
const hidden = 35;
const layers = 2;
const spread = 0.08;

interface Gene {
  readonly param: Param;
  readonly values: number;
  /** Where its embeddings, its softmax weights and its biases start. */
  readonly embeddings: number;
  readonly weights: number;
  readonly biases: number;
}

/** Of the logits before the softmax: bound * tanh(logit / temperature), as in ENAS; a bound of 0 is none. */
export interface LogitBound {
  readonly bound: number;
  readonly temperature: number;
}
const unbounded: LogitBound = { bound: 0, temperature: 1 };

interface Emitted {
  readonly gene: Gene;
  readonly chosen: number;
  readonly chances: Float64Array;
  /** Derivative of each bounded logit by the logit. */
  readonly slopes: Float64Array;
  readonly top: Float64Array;
  readonly step: LstmStep;
}

/** A genotype with all that was computed on the way. */
export interface Walk {
  readonly point: ParamValues;
  readonly emitted: readonly Emitted[];
}

export class Policy {
  readonly size: number;
  private readonly lstm: Lstm;
  private readonly genes: readonly Gene[];

  /** Every gene of the space has finitely many values. */
  constructor(
    space: Space,
    private readonly limit: LogitBound = unbounded,
  ) {
    // The first input comes first in the array.
    this.lstm = new Lstm(hidden, layers, hidden);
    let at = hidden + this.lstm.size;
    const take = (count: number) => (at += count) - count;
    this.genes = space.map((param) => {
      const values = sizeOfDomain(param.domain);
      return {
        param,
        values,
        embeddings: take(values * hidden),
        weights: take(values * hidden),
        biases: take(values),
      };
    });
    this.size = at;
  }

  initial(rng: Stream): Float64Array {
    return Float64Array.from({ length: this.size }, () => spread * (2 * rng.uniform() - 1));
  }

  draw(theta: Float64Array, rng: Stream): Walk {
    return this.walk(theta, ({ param }, chances) => {
      let left = rng.split(param.path).uniform();
      let k = 0;
      while (k < chances.length - 1 && left >= chances[k]) left -= chances[k++];
      return k;
    });
  }

  /** The way to a given point; a value that a gene cannot have counts as its first. */
  follow(theta: Float64Array, point: ParamValues): Walk {
    return this.walk(theta, ({ param }) =>
      param.path in point ? Math.max(0, wholeAxis(param.domain).indexOf(point[param.path])) : 0,
    );
  }

  private walk(theta: Float64Array, choose: (gene: Gene, chances: Float64Array) => number): Walk {
    const point: Record<string, Scalar> = {};
    const emitted: Emitted[] = [];
    let state = this.lstm.start();
    let input = theta.subarray(0, hidden);
    for (const gene of this.genes) {
      if (!isActive(gene.param, point)) continue;
      const next = this.lstm.step(theta, input, state);
      state = next.state;
      const top = state.h[layers - 1];
      const { logits, slopes } = this.logits(theta, gene, top);
      const chances = softmax(logits);
      const chosen = choose(gene, chances);
      point[gene.param.path] = valueAt(gene.param.domain, chosen);
      emitted.push({ gene, chosen, chances, slopes, top, step: next.step });
      input = theta.subarray(gene.embeddings + chosen * hidden, gene.embeddings + (chosen + 1) * hidden);
    }
    return { point, emitted };
  }

  private logits(theta: Float64Array, { values, weights, biases }: Gene, top: Float64Array) {
    const { bound, temperature } = this.limit;
    const logits = new Float64Array(values);
    const slopes = new Float64Array(values).fill(1);
    for (let v = 0; v < values; v++) {
      let sum = theta[biases + v];
      for (let k = 0; k < hidden; k++) sum += theta[weights + v * hidden + k] * top[k];
      logits[v] = sum;
      if (bound === 0) continue;
      const squashed = tanh(sum / temperature);
      logits[v] = bound * squashed;
      slopes[v] = (bound * (1 - squashed * squashed)) / temperature;
    }
    return { logits, slopes };
  }

  /** log p of the walk's genotype, and the sum over its steps of the softmax's entropy. */
  static measures({ emitted }: Walk): { logP: number; entropy: number } {
    let [logP, entropy] = [0, 0];
    for (const { chances, chosen } of emitted) {
      logP += log(chances[chosen]);
      entropy += entropyOf(chances);
    }
    return { logP, entropy };
  }

  /** Adds to `gradient` that of advantage * log p + weight * entropy by the parameters that the walk was made with. */
  addGradient(theta: Float64Array, { emitted }: Walk, advantage: number, weight: number, gradient: Float64Array): void {
    const byTop = emitted.map(({ gene, chances, slopes, chosen, top }) => {
      const entropy = entropyOf(chances);
      const back = new Float64Array(hidden);
      for (let v = 0; v < chances.length; v++) {
        const p = chances[v];
        const own = advantage * ((v === chosen ? 1 : 0) - p);
        const d = slopes[v] * (own - (p > 0 ? weight * p * (log(p) + entropy) : 0));
        gradient[gene.biases + v] += d;
        for (let k = 0, w = gene.weights + v * hidden; k < hidden; k++, w++) {
          gradient[w] += d * top[k];
          back[k] += d * theta[w];
        }
      }
      return back;
    });
    const byInput = this.lstm.backward(
      theta,
      emitted.map(({ step }) => step),
      byTop,
      gradient,
    );
    byInput.forEach((back, t) => {
      const before = t > 0 ? emitted[t - 1] : null;
      const at = before ? before.gene.embeddings + before.chosen * hidden : 0;
      for (let k = 0; k < hidden; k++) gradient[at + k] += back[k];
    });
  }
}

function entropyOf(chances: Float64Array): number {
  let sum = 0;
  for (const p of chances) if (p > 0) sum -= p * log(p);
  return sum;
}
