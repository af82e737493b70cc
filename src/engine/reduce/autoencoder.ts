// Trains an autoencoder on our SIMD kernels: mean squared error between rows and what comes back, by Adam. The same task
// gives the same bits everywhere.
import type { AutoencoderTask, Coded } from '$core/decompose/autoencoder';
import { autoencoderLayers } from '$core/decompose/autoencoder';
import { TablabError } from '$core/errors/error';
import { dense, rowsOf, type Dense } from '$core/math/dense';
import { initWeights } from '$core/model/init';
import { resolveLayers } from '$core/model/resolve';
import type { InputSpec } from '$core/model/spec';
import type { Arrays } from '$core/pipeline/prepared';
import { Stream } from '$core/rng/stream';
import type { BuildOptions, Executor } from '../executor';

const adam = { rule: 'adam', options: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } } as const;

export interface Following {
  /** Asked between batches. */
  shouldStop(): boolean;
  /** After each epoch, with the losses so far; awaited, so that the work can be stopped by an error. */
  epoch(done: number, losses: Float64Array, held: Float64Array): Promise<void>;
}

const arraysOf = (x: Dense): Arrays => {
  const features = Float32Array.from(x.values);
  return { rows: x.rows, features, codes: new Int32Array(0), target: features };
};

/** Throws `autoencoder-diverged` when training diverges, `model-too-large`, and what `follow.epoch` throws. */
export async function trainAutoencoder(
  executor: Executor,
  { options, x, train, held, subject }: AutoencoderTask,
  follow: Following,
): Promise<Coded> {
  const { seed } = subject;
  const inputs: InputSpec[] = [{ id: 'features', shape: [x.columns], dtype: 'float32' }];
  const layers = autoencoderLayers(options, x.columns);
  const [whole, encoder] = [resolveLayers(layers.all, inputs), resolveLayers(layers.encoder, inputs)];
  const { batchSize, epochs, learningRate } = options;
  const build: BuildOptions = { loss: 'mse', optimizer: adam, batchSize, l1: 0, l2: 0, clipNorm: 0, dropoutSeed: 0 };
  const model = await executor.build(whole, build);
  const data = await executor.load(arraysOf(rowsOf(x, train)));
  const judges = await executor.load(arraysOf(rowsOf(x, held)));
  const [losses, heldLosses] = [new Float64Array(epochs), new Float64Array(epochs)];
  try {
    await model.setWeights(initWeights(whole, Stream.of(seed, 'autoencoder', 'init')));
    const steps = Math.ceil(train.length / batchSize);
    for (let epoch = 0; epoch < epochs; epoch++) {
      const order = Stream.of(seed, 'autoencoder', 'order', epoch).permutation(train.length);
      const learningRates = new Float32Array(steps).fill(learningRate);
      const result = await model.trainEpoch({
        data,
        order,
        learningRates,
        epoch,
        shouldStop: () => follow.shouldStop(),
      });
      if (result.nonFinite) throw new TablabError('autoencoder-diverged', { epoch: epoch + 1 });
      losses[epoch] = result.loss;
      heldLosses[epoch] = (await model.evaluate(judges)).loss;
      await follow.epoch(epoch + 1, losses.subarray(0, epoch + 1), heldLosses.subarray(0, epoch + 1));
    }
    const all = arraysOf(x);
    const back = dense(x.rows, x.columns, Float64Array.from(await model.predict(all)));
    const front = await executor.build(encoder, build);
    try {
      const weights = await model.getWeights();
      await front.setWeights(new Map([...weights].filter(([name]) => !/^(out\d|back)\//.test(name))));
      const code = dense(x.rows, options.components, Float64Array.from(await front.predict(all)));
      return { code, back, losses, held: heldLosses };
    } finally {
      front.dispose();
    }
  } finally {
    model.dispose();
    data.dispose();
    judges.dispose();
  }
}
