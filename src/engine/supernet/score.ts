// How a network does with shared weights. Its running statistics are those of many networks together and belong to none, so
// batch normalisation gets statistics of its own first, from some of the training rows (Guo et al. 2019, arXiv 1904.00420,
// section 3.4). The controller's rewards come from one validation minibatch with the statistics of that minibatch, as in
// ENAS (Pham et al. 2018, arXiv 1802.03268).
import { computeMetrics } from '$core/metrics/registry';
import type { ModelSpec, Weights } from '$core/model/spec';
import { withoutLayers } from '$core/model/without';
import type { Arrays, Prepared } from '$core/pipeline/prepared';
import { Stream } from '$core/rng/stream';
import type { TrainConfig } from '$core/train/config';
import type { ExecutorModel } from '../executor';
import { someRows } from '../proxies/score';
import { openBench, Probe, type Bench } from '../simd/probe';
import type { LoadedData } from '../train/data';
import { outcomeOf } from '../train/metrics';

/** Training rows that normalisations are set by. */
const normRows = 256;

export class SharedScores {
  private readonly normBatch: Arrays;

  private constructor(
    private readonly bench: Bench,
    private readonly data: LoadedData,
    private readonly config: Pick<TrainConfig, 'loss' | 'batchSize'>,
    private readonly seed: number,
  ) {
    const { train } = data.prepared;
    const order = Stream.of(seed, 'supernet', 'norms').permutation(train.rows);
    this.normBatch = someRows(train, order.subarray(0, Math.min(normRows, train.rows)));
  }

  /** Throws `backend-unavailable`. */
  static async open(data: LoadedData, config: Pick<TrainConfig, 'loss' | 'batchSize'>, seed: number) {
    return new SharedScores(await openBench(), data, config, seed);
  }

  /** A metric on the validation rows; null where it is not finite. Spoils the model's weights, and `weights`. */
  async validation(
    spec: ModelSpec,
    model: ExecutorModel,
    weights: Map<string, Float32Array>,
    metric: string,
  ): Promise<number | null> {
    this.setNorms(spec, weights);
    await model.setWeights(weights);
    const { outputs } = await model.evaluate(await this.data.handle('validation'));
    const outcome = outcomeOf(this.data.prepared, 'validation', outputs, this.config.loss);
    const value = computeMetrics(outcome, [metric])[metric] ?? NaN;
    return Number.isFinite(value) ? value : null;
  }

  /** Accuracy, or the coefficient of determination from 0 up, on a validation minibatch; `turn` says which. */
  reward(spec: ModelSpec, weights: Weights, turn: readonly number[]): number {
    const { prepared } = this.data;
    const { validation } = prepared;
    const order = Stream.of(this.seed, 'supernet', 'validation', ...turn).permutation(validation.rows);
    const batch = someRows(validation, order.subarray(0, Math.min(this.config.batchSize, validation.rows)));
    const outputs = this.forward(spec, weights, batch, [], (probe) => probe.forward(batch));
    const metric = prepared.task === 'regression' ? 'r2' : 'accuracy';
    const minibatch: Prepared = { ...prepared, validation: batch };
    const value = computeMetrics(outcomeOf(minibatch, 'validation', outputs, this.config.loss), [metric])[metric];
    return Number.isFinite(value) ? Math.max(0, value) : 0;
  }

  /** Sets the running statistics of batch normalisation to those of the network itself. */
  private setNorms(spec: ModelSpec, weights: Map<string, Float32Array>): void {
    const plain = withoutLayers(spec, ['dropout']);
    const norms = plain.layers.filter(({ type }) => type === 'batchNorm');
    if (norms.length === 0) return;
    const inputs = new Set(plain.inputs.map(({ id }) => id));
    const sources = norms.map((norm) => norm.inputs[0]);
    const taps = [...new Set(sources.filter((id) => !inputs.has(id)))];
    this.forward(plain, weights, this.normBatch, taps, (probe) => {
      probe.forward(this.normBatch);
      norms.forEach(({ id }, i) => {
        const seen = inputs.has(sources[i]) ? this.normBatch.features : probe.tap(sources[i]);
        statistics(seen, weights.get(`${id}/movingMean`)!, weights.get(`${id}/movingVariance`)!);
      });
    });
  }

  private forward<T>(
    spec: ModelSpec,
    weights: Weights,
    batch: Arrays,
    taps: readonly string[],
    read: (probe: Probe) => T,
  ): T {
    const plain = withoutLayers(spec, ['dropout']);
    const probe = new Probe(this.bench, plain, { rows: batch.rows, training: true, loss: 'given', taps });
    try {
      probe.setWeights(weights);
      return read(probe);
    } finally {
      probe.dispose();
    }
  }
}

/** Mean and biased variance of each channel; `values` are rows and places x channels. */
function statistics(values: Float32Array, mean: Float32Array, variance: Float32Array): void {
  const channels = mean.length;
  const rows = values.length / channels;
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let at = c; at < values.length; at += channels) sum += values[at];
    const m = sum / rows;
    let squares = 0;
    for (let at = c; at < values.length; at += channels) squares += (values[at] - m) ** 2;
    mean[c] = m;
    variance[c] = squares / rows;
  }
}
