// Zero-cost scores of a network on a minibatch of the training rows: a function of the network, the data and the lab's
// seed alone, the same bits wherever the kernels run. Dropout is left out throughout; synflow leaves normalisation out too.
import { costOf } from '$core/model/cost';
import { initWeights } from '$core/model/init';
import { sizeOf, type ModelSpec, type Weights } from '$core/model/spec';
import { withoutLayers } from '$core/model/without';
import { codedRows, proxyRows, type ProxyName, type ProxyScores } from '$core/nas/proxies';
import type { Arrays } from '$core/pipeline/prepared';
import { Stream } from '$core/rng/stream';
import type { LossName } from '../executor';
import { openBench, Probe, type Bench, type ProbeOptions } from '../simd/probe';
import { CodeKernel, codedLayers } from './naswot';
import { absolute, gradientNorm, kernelNames, logScore, saliency } from './saliency';

export interface ScoreTask {
  readonly spec: ModelSpec;
  readonly loss: LossName;
  /** The minibatch. */
  readonly batch: Arrays;
  readonly weights: Weights;
}

export class ProxyScorer {
  private constructor(private readonly bench: Bench) {}

  /** Throws `backend-unavailable`. */
  static async open(): Promise<ProxyScorer> {
    return new ProxyScorer(await openBench());
  }

  /** The scores that were asked for; null where a network has none. Throws `model-too-large`. */
  score({ spec, loss, batch, weights }: ScoreTask, names: readonly ProxyName[]): ProxyScores {
    const plain = withoutLayers(spec, ['dropout']);
    const cost = costOf(spec);
    const scores: Partial<Record<ProxyName, number | null>> = {};
    if (names.includes('parameters')) scores.parameters = cost.parameters;
    if (names.includes('flops')) scores.flops = cost.flopsPerRow;
    if (names.includes('naswot')) scores.naswot = this.naswot(plain, firstRows(batch, codedRows), weights);
    if (names.includes('gradNorm') || names.includes('snip')) {
      const kernels = kernelNames(plain);
      const gradients = this.use(plain, { rows: batch.rows, training: true, loss }, (probe) => {
        probe.setWeights(weights);
        probe.forward(batch);
        return probe.backward(batch.target);
      });
      const finite = (score: number) => (Number.isFinite(score) ? score : null);
      if (names.includes('gradNorm')) scores.gradNorm = finite(gradientNorm(kernels, gradients));
      if (names.includes('snip')) scores.snip = finite(saliency(kernels, weights, gradients));
    }
    if (names.includes('synflow')) scores.synflow = this.synflow(plain, weights);
    return scores;
  }

  private naswot(spec: ModelSpec, batch: Arrays, weights: Weights): number | null {
    const taps = codedLayers(spec);
    if (taps.length === 0) return null;
    const kernel = new CodeKernel(batch.rows);
    this.use(spec, { rows: batch.rows, training: true, loss: 'given', taps }, (probe) => {
      probe.setWeights(weights);
      probe.forward(batch);
      for (const layer of taps) kernel.add(probe.tap(layer));
    });
    return kernel.logDeterminant();
  }

  private synflow(spec: ModelSpec, weights: Weights): number | null {
    const bare = withoutLayers(spec, ['batchNorm', 'layerNorm']);
    const positive = absolute(weights);
    const length = (type: string) =>
      bare.inputs.reduce((sum, input) => sum + (input.dtype === type ? sizeOf(input.shape) : 0), 0);
    const ones: Arrays = {
      rows: 1,
      features: new Float32Array(length('float32')).fill(1),
      codes: new Int32Array(length('int32')),
      target: new Float32Array(0),
    };
    const gradients = this.use(bare, { rows: 1, training: true, loss: 'given' }, (probe) => {
      probe.setWeights(positive);
      return probe.backwardFrom(probe.forward(ones).fill(1));
    });
    return logScore(saliency(kernelNames(bare), positive, gradients));
  }

  private use<T>(spec: ModelSpec, options: ProbeOptions, work: (probe: Probe) => T): T {
    const probe = new Probe(this.bench, spec, options);
    try {
      return work(probe);
    } finally {
      probe.dispose();
    }
  }
}

/** The minibatch of a lab's training rows: the first of one permutation, the same for all networks. */
export const minibatch = (train: Arrays, seed: number): Arrays =>
  someRows(
    train,
    Stream.of(seed, 'proxy', 'rows').permutation(train.rows).subarray(0, Math.min(proxyRows, train.rows)),
  );

/** Copies of the rows of these numbers. */
export function someRows(all: Arrays, order: Uint32Array): Arrays {
  const take = <T extends Float32Array | Int32Array>(from: T, to: T): T => {
    const words = from.length / all.rows;
    order.forEach((row, i) => to.set(from.subarray(row * words, (row + 1) * words), i * words));
    return to;
  };
  const size = (from: ArrayLike<number>) => (from.length / all.rows) * order.length;
  return {
    rows: order.length,
    features: take(all.features, new Float32Array(size(all.features))),
    codes: take(all.codes, new Int32Array(size(all.codes))),
    target: take(all.target, new Float32Array(size(all.target))),
  };
}

const firstRows = (batch: Arrays, most: number): Arrays => {
  const rows = Math.min(most, batch.rows);
  const cut = <T extends Float32Array | Int32Array>(all: T) => all.subarray(0, (all.length / batch.rows) * rows) as T;
  return { rows, features: cut(batch.features), codes: cut(batch.codes), target: cut(batch.target) };
};

/** First weights of the networks to score: one draw for each weight's name and shape. */
export const proxyWeights = (spec: ModelSpec, seed: number): Weights =>
  initWeights(spec, Stream.of(seed, 'proxy', 'init'));
