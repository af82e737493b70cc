// What every executor must do, whatever does its arithmetic. Runs in Node and in a browser.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TablabError } from '$core/errors/error';
import { initWeights } from '$core/model/init';
import { resolveLayers, resolveModel } from '$core/model/resolve';
import type { InputSpec, LayerSpec, ModelSpec } from '$core/model/spec';
import type { Arrays } from '$core/pipeline/prepared';
import type { EpochPart } from '$core/run/checkpoint';
import { Stream } from '$core/rng/stream';
import type { BuildOptions, EpochJob, Executor, ExecutorModel, Parts } from '$engine/executor';
import { dropoutMask } from '$engine/dropout';
import { expectClose } from '../support/close';
import goldenTraining from '../oracle/torch/training.json';

export interface SuiteOptions {
  readonly create: () => Promise<Executor>;
  /** Relative to the largest element of each array. */
  readonly tolerance: number;
  /** Which golden trainings to run; left out: all. */
  readonly goldens?: (name: string) => boolean;
}

interface GoldenTraining {
  readonly name: string;
  readonly inputs: readonly InputSpec[];
  readonly layers: readonly LayerSpec[];
  readonly loss: BuildOptions['loss'];
  readonly optimizer: BuildOptions['optimizer'];
  readonly learningRates: number[];
  readonly batchSize: number;
  readonly rows: number;
  readonly l1: number;
  readonly l2: number;
  readonly clipNorm: number;
  readonly classWeights?: number[];
  readonly data: Readonly<Record<string, number[]>>;
  readonly targets: number[];
  readonly weights: Readonly<Record<string, number[]>>;
  readonly outputsBefore: number[];
  readonly losses: number[];
  readonly weightsAfterFirst: Readonly<Record<string, number[]>>;
  readonly weightsAfter: Readonly<Record<string, number[]>>;
  readonly outputsAfter: number[];
  readonly lossAfter: number;
}

const goldens = goldenTraining as unknown as GoldenTraining[];

export const plainOptions: BuildOptions = {
  loss: 'softmaxCrossEntropy',
  optimizer: { rule: 'adam', options: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } },
  batchSize: 8,
  l1: 0,
  l2: 0,
  clipNorm: 0,
  dropoutSeed: 5,
};

const features = (...shape: number[]): InputSpec => ({ id: 'features', shape, dtype: 'float32' });

const mlp: LayerSpec[] = [
  { id: 'h1', type: 'dense', options: { units: 6, activation: 'tanh' } },
  { id: 'norm', type: 'batchNorm' },
  { id: 'drop', type: 'dropout', options: { rate: 0.3 } },
];
const mlpSpec = () => resolveModel(mlp, [features(5)], 3);

/** Seeded rows for a model of `classes` classes, or for values (0 classes). */
export function rowsFor(spec: ModelSpec, rows: number, classes: number, seed = 3): Arrays {
  const rng = Stream.of(seed, 'rows');
  const width = (id: string) => spec.inputs.find((input) => input.id === id)?.shape.reduce((a, b) => a * b, 1) ?? 0;
  const vocabulary = spec.inputs.find((input) => input.id === 'codes')?.vocabulary ?? 1;
  return {
    rows,
    features: Float32Array.from({ length: rows * width('features') }, () => rng.normal()),
    codes: Int32Array.from({ length: rows * width('codes') }, () => rng.below(vocabulary)),
    target: Float32Array.from({ length: rows }, () => (classes > 0 ? rng.below(classes) : rng.normal())),
  };
}

export const inOrder = (rows: number) => Uint32Array.from({ length: rows }, (_, row) => row);
export const rates = (steps: number, rate: number) => new Float32Array(steps).fill(rate);

export function describeExecutor(name: string, { create, tolerance, goldens: chosen = () => true }: SuiteOptions) {
  describe(name, () => {
    let executor: Executor;
    beforeAll(async () => {
      executor = await create();
    });
    afterAll(() => executor.dispose());

    /** Builds a model with first weights, loads rows, and hands out an epoch job that tests may change. */
    async function setUp(spec: ModelSpec, changes: Partial<BuildOptions> = {}, rows = 20, classes = 3) {
      const options = { ...plainOptions, ...changes };
      const model = await executor.build(spec, options);
      const weights = initWeights(spec, Stream.of(1, 'init'));
      await model.setWeights(weights);
      const arrays = rowsFor(spec, rows, classes);
      const data = await executor.load(arrays);
      const steps = Math.ceil(rows / options.batchSize);
      const job = (epoch: number, more: Partial<EpochJob> = {}): EpochJob => ({
        data,
        order: inOrder(rows),
        learningRates: rates(steps, 0.01),
        epoch,
        ...more,
      });
      const dispose = () => {
        model.dispose();
        data.dispose();
      };
      return { model, weights, arrays, data, job, steps, dispose };
    }

    test('shares of classes train as classes do where one has all, and weigh the losses where several have some', async () => {
      const spec = mlpSpec();
      const whole = await setUp(spec);
      const soft = await setUp(spec, { loss: 'softCrossEntropy' });
      const { arrays } = whole;
      const shares = (of: (row: number, c: number) => number) =>
        Float32Array.from({ length: arrays.rows * 3 }, (_, i) => of(Math.floor(i / 3), i % 3));
      const data = await executor.load({ ...arrays, target: shares((row, c) => Number(arrays.target[row] === c)) });
      const one = await whole.model.trainEpoch(whole.job(0));
      const two = await soft.model.trainEpoch(soft.job(0, { data }));
      expectClose([two.loss], [one.loss], tolerance, 'loss of shares');
      const weights = await soft.model.getWeights();
      for (const [key, want] of await whole.model.getWeights()) expectClose(weights.get(key)!, want, tolerance, key);
      // Class indexes are shares of 1.
      expectClose(
        [(await soft.model.evaluate(soft.data)).loss],
        [(await soft.model.evaluate(data)).loss],
        tolerance,
        'loss',
      );
      // Learning nothing: losses of mixed targets are the mixture of the losses.
      const still = { learningRates: rates(whole.steps, 0) };
      const flat = await setUp(resolveModel([], [features(5)], 3), { loss: 'softCrossEntropy' });
      const lossOf = async (target: Float32Array) => {
        const mixed = await executor.load({ ...arrays, target });
        const { loss } = await flat.model.trainEpoch(flat.job(0, { ...still, data: mixed }));
        mixed.dispose();
        return loss;
      };
      const next = (row: number) => (arrays.target[row] + 1) % 3;
      const [a, b, both] = [
        await lossOf(shares((row, c) => Number(arrays.target[row] === c))),
        await lossOf(shares((row, c) => Number(next(row) === c))),
        await lossOf(shares((row, c) => 0.7 * Number(arrays.target[row] === c) + 0.3 * Number(next(row) === c))),
      ];
      expectClose([both], [0.7 * a + 0.3 * b], tolerance, 'mixture');
      data.dispose();
      for (const { dispose } of [whole, soft, flat]) dispose();
    });

    const both = async (model: ExecutorModel) => [await model.getWeights(), await model.getOptimizerState()] as const;

    test.each(goldens.filter((one) => chosen(one.name)).map((one) => [one.name, one] as const))(
      'trains as PyTorch does: %s',
      async (_name, one) => {
        const spec = resolveLayers(one.layers, one.inputs);
        const { loss, optimizer, batchSize, l1, l2, clipNorm, classWeights } = one;
        const numbers = { batchSize, l1, l2, clipNorm, dropoutSeed: 0 };
        const model = await executor.build(spec, { loss, optimizer, ...numbers, classWeights });
        await model.setWeights(new Map(Object.entries(one.weights).map(([k, w]) => [k, Float32Array.from(w)])));
        const arrays: Arrays = {
          rows: one.rows,
          features: Float32Array.from(one.data.features ?? []),
          codes: Int32Array.from(one.data.codes ?? []),
          target: Float32Array.from(one.targets),
        };
        const data = await executor.load(arrays);
        expectClose(await model.predict(arrays), one.outputsBefore, tolerance, 'outputs before');
        const order = inOrder(one.rows);
        const learningRates = Float32Array.from(one.learningRates);
        const result = await model.trainEpoch({ data, order, learningRates, epoch: 0 });
        expect(result).toMatchObject({ steps: one.losses.length, stopped: false });
        const sizes = one.losses.map((_, step) => Math.min(one.batchSize, one.rows - step * one.batchSize));
        const mean = one.losses.reduce((sum, value, step) => sum + value * sizes[step], 0) / one.rows;
        expectClose([result.loss], [mean], tolerance, 'mean loss');
        const weights = await model.getWeights();
        for (const [key, want] of Object.entries(one.weightsAfter)) {
          expectClose(weights.get(key)!, want, tolerance, key);
        }
        const after = await model.evaluate(data);
        expectClose(after.outputs, one.outputsAfter, tolerance, 'outputs after');
        expectClose([after.loss], [one.lossAfter], tolerance, 'loss after');
        model.dispose();
        data.dispose();
      },
    );

    test('gives back the weights it was given, bit for bit', async () => {
      const { model, weights, dispose } = await setUp(mlpSpec());
      expect(await model.getWeights()).toEqual(weights);
      dispose();
    });

    test('refuses weights of another model and keeps its own', async () => {
      const { model, weights, dispose } = await setUp(mlpSpec());
      const wrong = new Map([...weights, ['h1/kernel', new Float32Array(3)] as const]);
      await expect(model.setWeights(wrong)).rejects.toSatisfy(
        (error) => error instanceof TablabError && error.code === 'weights-mismatch',
      );
      expect(await model.getWeights()).toEqual(weights);
      dispose();
    });

    test('continues exactly from saved weights and optimizer state', async () => {
      const one = await setUp(mlpSpec());
      await one.model.trainEpoch(one.job(0));
      const [weights, state] = await both(one.model);
      const second = await one.model.trainEpoch(one.job(1));
      const two = await setUp(mlpSpec());
      await two.model.setWeights(weights);
      await two.model.setOptimizerState(state);
      expect(await two.model.trainEpoch(two.job(1))).toEqual(second);
      expect(await both(two.model)).toEqual(await both(one.model));
      one.dispose();
      two.dispose();
    });

    test('goes on within an epoch, from wherever it was handed out, to the same bits', async () => {
      // Some executors look up every eight steps only.
      const setting = [mlpSpec(), { batchSize: 1 }, 19] as const;
      const one = await setUp(...setting);
      await one.model.trainEpoch(one.job(0));
      const before = await both(one.model);
      const undisturbed = await one.model.trainEpoch(one.job(1));
      const after = await both(one.model);
      const handed: { part: EpochPart; moment: typeof before }[] = [];
      const parts: Parts = {
        due: (step) => step % 8 === 0 || step === 19,
        take: async (part) => void handed.push({ part, moment: await both(one.model) }),
      };
      const goneOn = async ([weights, state]: typeof before, job: Partial<EpochJob>) => {
        await one.model.setWeights(weights);
        await one.model.setOptimizerState(state);
        expect(await one.model.trainEpoch(one.job(1, job))).toEqual(undisturbed);
        expect(await both(one.model)).toEqual(after);
      };
      await goneOn(before, { parts });
      expect(handed.map(({ part }) => part.step)).toEqual([8, 16, 19]);
      for (const { part: from, moment } of handed) await goneOn(moment, { from });
      one.dispose();
    });

    test('counts a short last batch by its rows', async () => {
      const spec = resolveModel([{ id: 'h', type: 'dense', options: { units: 4 } }], [features(5)], 3);
      for (const [batchSize, rows] of [
        [8, 17],
        [1, 3],
        [7, 7],
        [50, 5],
      ]) {
        const { model, data, job, steps, dispose } = await setUp(spec, { batchSize }, rows);
        const { loss } = await model.trainEpoch(job(0, { learningRates: rates(steps, 0) }));
        expectClose([loss], [(await model.evaluate(data)).loss], tolerance, `batch ${batchSize} of ${rows}`);
        dispose();
      }
    });

    test('silences the elements that the dropout stream names', async () => {
      const rate = 0.4;
      const spec = resolveLayers(
        [
          { id: 'drop', type: 'dropout', options: { rate } },
          { id: 'out', type: 'dense', options: { units: 1, activation: 'linear', useBias: false } },
        ],
        [features(5)],
      );
      const { model, arrays, job, dispose } = await setUp(spec, { loss: 'mse' }, 20, 0);
      const kernel = Float32Array.of(0.5, -1, 2, 0.25, 1);
      await model.setWeights(new Map([['out/kernel', kernel]]));
      const { loss } = await model.trainEpoch(job(4, { learningRates: rates(3, 0) }));
      let sum = 0;
      for (let row = 0; row < 20; row++) {
        const step = Math.floor(row / 8);
        const mask = dropoutMask(5, 'drop', 4, step, rate, 8 * 5);
        const x = arrays.features.subarray(5 * row, 5 * row + 5);
        const output = kernel.reduce((total, w, i) => total + w * x[i] * mask[(row % 8) * 5 + i], 0);
        sum += (output - arrays.target[row]) ** 2;
      }
      expectClose([loss], [sum / 20], tolerance, 'loss under dropout');
      dispose();
    });

    test('takes rows in the given order', async () => {
      const spec = resolveModel([], [features(5)], 3);
      const { model, arrays, job, dispose } = await setUp(spec);
      const order = inOrder(20).reverse();
      await model.trainEpoch(job(0, { order }));
      const turned = await executor.load({
        ...arrays,
        features: Float32Array.from({ length: 100 }, (_, i) => arrays.features[5 * order[Math.floor(i / 5)] + (i % 5)]),
        target: Float32Array.from(order, (row) => arrays.target[row]),
      });
      const other = await setUp(spec);
      await other.model.trainEpoch({ ...other.job(0), data: turned });
      expect(await other.model.getWeights()).toEqual(await model.getWeights());
      turned.dispose();
      other.dispose();
      dispose();
    });

    test('stops between batches when asked', async () => {
      const { model, job, dispose } = await setUp(mlpSpec(), { batchSize: 1 });
      let asked = 0;
      const result = await model.trainEpoch(job(0, { learningRates: rates(20, 0.01), shouldStop: () => ++asked > 2 }));
      expect(result.stopped).toBe(true);
      expect(result.steps).toBeLessThan(20);
      dispose();
    });

    test('waits while held, and gives the same numbers', async () => {
      const free = await setUp(mlpSpec());
      const held = await setUp(mlpSpec());
      const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 1));
      const expected = await free.model.trainEpoch(free.job(0));
      expect(await held.model.trainEpoch(held.job(0, { hold: pause }))).toEqual(expected);
      expect(await held.model.getWeights()).toEqual(await free.model.getWeights());
      free.dispose();
      held.dispose();
    });

    test('names the layer and step where numbers overflow', async () => {
      const layers = ['a', 'b', 'c'].map((id) => ({ id, type: 'dense', options: { units: 4, activation: 'linear' } }));
      const spec = resolveModel(layers, [features(5)], 3);
      const { model, weights, job, dispose } = await setUp(spec);
      const huge = new Map([...weights].map(([key, w]) => [key, key === 'b/kernel' ? w.map(() => 3e38) : w]));
      await model.setWeights(huge);
      expect((await model.trainEpoch(job(0))).nonFinite).toEqual({ step: 0, layer: 'b' });
      await model.setWeights(weights);
      const exploding = await model.trainEpoch(job(0, { learningRates: Float32Array.of(0.01, 3e38, 0.01) }));
      expect(exploding.nonFinite?.step).toBeGreaterThan(0);
      expect(exploding.loss).toBeNaN();
      dispose();
    });

    test('refuses a model that does not fit, before allocating it', async () => {
      const wide = ['a', 'b', 'c'].map((id) => ({ id, type: 'dense', options: { units: 8192 } }));
      const spec = resolveModel(wide, [features(8192)], 3);
      await expect(executor.build(spec, { ...plainOptions, batchSize: 65_536 })).rejects.toSatisfy(
        (error) => error instanceof TablabError && error.code === 'model-too-large',
      );
    });

    test('predicts the same for one row as for many', async () => {
      const { model, arrays, data, dispose } = await setUp(mlpSpec());
      const { outputs } = await model.evaluate(data);
      for (const row of [0, 7, 19]) {
        const one = {
          ...arrays,
          rows: 1,
          features: arrays.features.slice(5 * row, 5 * row + 5),
          target: new Float32Array(1),
        };
        expectClose(await model.predict(one), outputs.subarray(3 * row, 3 * row + 3), tolerance, `row ${row}`);
      }
      dispose();
    });

    test('trains two models on the same rows without mixing them', async () => {
      const alone = await setUp(mlpSpec());
      await alone.model.trainEpoch(alone.job(0));
      const expected = await alone.model.getWeights();
      const [one, two] = [await setUp(mlpSpec()), await setUp(mlpSpec(), { batchSize: 5, dropoutSeed: 9 })];
      await Promise.all([
        one.model.trainEpoch(one.job(0)),
        two.model.trainEpoch(two.job(0, { learningRates: rates(4, 0.1) })),
      ]);
      expect(await one.model.getWeights()).toEqual(expected);
      for (const each of [alone, one, two]) each.dispose();
    });
  });
}
