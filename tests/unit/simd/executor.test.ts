// What the simd executor promises besides the numbers: exact resumption, stopping, blame, refusals, cleanliness.
import { beforeEach, afterEach, describe, expect, it } from 'vitest';
import { resolveLayers, resolveModel } from '$core/model/resolve';
import { Stream } from '$core/rng/stream';
import type { EpochJob } from '$engine/executor';
import { createSimdExecutor, type SimdExecutor } from '$engine/simd/index';
import { bitsOf, blobs, buildOptions, firstWeights, flat, job, mlp } from './support/problems';

let executor: SimdExecutor;
beforeEach(async () => {
  executor = await createSimdExecutor();
});
afterEach(() => executor.dispose());

async function trained(epochs: number, more: Parameters<typeof buildOptions>[0] = {}, rows = 61) {
  const options = buildOptions(more);
  const spec = resolveModel(
    [
      { id: 'h1', type: 'dense', options: { units: 9, activation: 'gelu' } },
      { id: 'd1', type: 'dropout', options: { rate: 0.3 } },
      { id: 'h2', type: 'dense', options: { units: 5 } },
    ],
    [flat(7)],
    3,
  );
  const data = await executor.load(blobs(rows, 7, 3));
  const model = await executor.build(spec, options);
  await model.setWeights(firstWeights(spec));
  for (let epoch = 0; epoch < epochs; epoch++) await model.trainEpoch(job(data, options.batchSize, epoch));
  return { model, data, spec, options };
}

describe('training', () => {
  it.each([1, 3, 5, 17, 61, 63])('learns with batches of %i, the last one short', async (batchSize) => {
    const { model, data } = await trained(0, { batchSize });
    const before = await model.evaluate(data);
    for (let epoch = 0; epoch < 40; epoch++) {
      const { steps } = await model.trainEpoch(job(data, batchSize, epoch));
      expect(steps).toBe(Math.ceil(61 / batchSize));
    }
    const after = await model.evaluate(data);
    expect(after.loss).toBeLessThan(0.75 * before.loss);
  });

  it('repeats bit for bit, and goes on exactly from saved weights and optimizer state', async () => {
    const straight = await trained(6);
    const half = await trained(3);
    const weights = await half.model.getWeights();
    const state = await half.model.getOptimizerState();
    const again = await executor.build(half.spec, half.options);
    await again.setWeights(weights);
    await again.setOptimizerState(state);
    for (let epoch = 3; epoch < 6; epoch++) await again.trainEpoch(job(half.data, 8, epoch));
    expect(bitsOf(await again.getWeights())).toEqual(bitsOf(await straight.model.getWeights()));
    expect(bitsOf(await again.getOptimizerState())).toEqual(bitsOf(await straight.model.getOptimizerState()));
    expect((await again.getOptimizerState()).get('step')).toEqual(Float32Array.of(48, 0));
  });

  it('stops when asked, between slices, and counts what it did', async () => {
    const { model, data } = await trained(0, { batchSize: 1 }, 4000);
    // Large enough for many slices.
    const order = Uint32Array.from({ length: 200_000 }, (_, i) => i % 4000);
    let asked = 0;
    const epoch: EpochJob = {
      data,
      order,
      learningRates: new Float32Array(order.length).fill(0.001),
      epoch: 0,
      shouldStop: () => ++asked > 3,
    };
    const result = await model.trainEpoch(epoch);
    expect(result.stopped).toBe(true);
    expect(result.steps).toBeGreaterThan(0);
    expect(result.steps).toBeLessThan(order.length);
    expect(Number.isFinite(result.loss)).toBe(true);
  });

  it('waits where it is held, and the wait changes nothing', async () => {
    const free = await trained(1, { batchSize: 1 }, 3000);
    const held = await trained(0, { batchSize: 1 }, 3000);
    let holds = 0;
    const hold = () => (holds++ === 1 ? new Promise<void>((resolve) => setTimeout(resolve, 5)) : undefined);
    const long = (data: typeof held.data, more: Partial<EpochJob>) => ({ ...job(data, 1, 1), ...more });
    await free.model.trainEpoch(long(free.data, {}));
    await held.model.trainEpoch(job(held.data, 1, 0));
    await held.model.trainEpoch(long(held.data, { hold }));
    expect(bitsOf(await held.model.getWeights())).toEqual(bitsOf(await free.model.getWeights()));
  });

  it('takes rows from shared memory', async () => {
    const plain = blobs(20, 7, 3);
    const shared = new Float32Array(new SharedArrayBuffer(plain.features.byteLength));
    shared.set(plain.features);
    const { model, data } = await trained(1);
    const other = await executor.load({ ...plain, features: shared });
    const direct = await executor.load(plain);
    expect((await model.evaluate(other)).outputs).toEqual((await model.evaluate(direct)).outputs);
    data.dispose();
  });
});

describe('prediction', () => {
  it('gives a row the same bits in any company', async () => {
    const { model } = await trained(2, { batchSize: 32 });
    const all = blobs(300, 7, 3, 9);
    const together = await model.predict(all);
    for (const row of [0, 31, 32, 255, 256, 299]) {
      const one = await model.predict({ ...all, rows: 1, features: all.features.slice(row * 7, row * 7 + 7) });
      expect([...one]).toEqual([...together.slice(row * 3, row * 3 + 3)]);
    }
  });

  it('does not disturb an epoch under way', async () => {
    const quiet = await trained(0, { batchSize: 1 }, 30_000);
    const calm = await quiet.model.trainEpoch(job(quiet.data, 1, 0));
    const busy = await trained(0, { batchSize: 1 }, 30_000);
    const epoch = busy.model.trainEpoch(job(busy.data, 1, 0));
    await busy.model.evaluate(busy.data);
    expect((await epoch).loss).toBe(calm.loss);
    expect(bitsOf(await busy.model.getWeights())).toEqual(bitsOf(await quiet.model.getWeights()));
  });
});

describe('dropout', () => {
  it('draws the masks of the named stream', async () => {
    const n = 37;
    const spec = resolveLayers(
      [
        { id: 'drop-x', type: 'dropout', options: { rate: 0.4 } },
        { id: 'out', type: 'dense', options: { units: 1, activation: 'linear', useBias: false } },
      ],
      [flat(n)],
    );
    for (const [seed, epoch] of [
      [0, 0],
      [5, 12],
      [2 ** 40 + 17, 1234],
    ]) {
      const options = buildOptions({
        loss: 'mse',
        optimizer: { rule: 'sgd', options: {} },
        batchSize: 1,
        dropoutSeed: seed,
      });
      const model = await executor.build(spec, options);
      await model.setWeights(new Map([['out/kernel', new Float32Array(n)]]));
      // Loss (0 - t)^2 with t = -0.5 has gradient 1, so a step of rate 1 takes mask x from the kernel.
      const rows = 12;
      const ones = { rows, features: new Float32Array(rows * n).fill(1), codes: new Int32Array(0) };
      const data = await executor.load({ ...ones, target: new Float32Array(rows).fill(-0.5) });
      for (const step of [0, 9, 10, 11]) {
        const rates = new Float32Array(step + 1);
        rates[step] = 1;
        const order = Uint32Array.from({ length: step + 1 }, (_, i) => i);
        await model.setWeights(new Map([['out/kernel', new Float32Array(n)]]));
        await model.trainEpoch({ data, order, learningRates: rates, epoch });
        const rng = Stream.of(seed, 'dropout', 'drop-x', epoch, step);
        const scale = Math.fround(1 / 0.6);
        const mask = Array.from({ length: n }, () => (rng.uint32() >= 0.4 * 2 ** 32 ? -scale : 0));
        const kernel = (await model.getWeights()).get('out/kernel')!;
        expect([...kernel].map((x) => x + 0)).toEqual(mask.map((x) => x + 0));
      }
    }
  });
});

describe('divergence', () => {
  it('names the input that held no number', async () => {
    const { model } = await trained(0);
    const bad = blobs(16, 7, 3);
    bad.features[7 * 10] = NaN;
    const data = await executor.load(bad);
    const order = Uint32Array.from({ length: 16 }, (_, i) => i);
    const result = await model.trainEpoch({ data, order, learningRates: new Float32Array(2).fill(0.01), epoch: 0 });
    expect(result.nonFinite).toEqual({ step: 1, layer: 'features' });
  });

  it('names the layer whose output overflowed first', async () => {
    const { model, data, spec } = await trained(0);
    const weights = firstWeights(spec);
    weights.get('h2/kernel')!.fill(3e38);
    await model.setWeights(weights);
    const { nonFinite } = await model.trainEpoch(job(data, 8, 0));
    expect(nonFinite?.layer).toBe('h2');
  });

  it('names the last layer with an overflowing gradient', async () => {
    const spec = mlp(2, [3], 1, 'linear');
    const options = buildOptions({ loss: 'mse', optimizer: { rule: 'sgd', options: {} } });
    const model = await executor.build(spec, options);
    const weights = firstWeights(spec);
    weights.get('output/kernel')!.fill(1e25);
    weights.get('h1/kernel')!.fill(1e-10);
    await model.setWeights(weights);
    const data = await executor.load({ ...blobs(8, 2, 2), target: new Float32Array(8).fill(1e18) });
    const { nonFinite } = await model.trainEpoch(job(data, 8, 0));
    expect(nonFinite).toEqual({ step: 0, layer: 'h1' });
  });

  it('diverges in the end when the rate is absurd', async () => {
    const { model, data } = await trained(0, { optimizer: { rule: 'sgd', options: {} } });
    let found;
    for (let epoch = 0; epoch < 50 && !found; epoch++) {
      found = (await model.trainEpoch(job(data, 8, epoch, 1e12))).nonFinite;
    }
    expect(found).toBeDefined();
  });
});

describe('refusals', () => {
  it('refuses a model that cannot fit, with the sizes, before allocating', async () => {
    const spec = mlp(8192, [8192, 8192, 8192], 10);
    await expect(executor.build(spec, buildOptions({ batchSize: 65_536 }))).rejects.toMatchObject({
      code: 'model-too-large',
      details: { needed: expect.stringMatching(/GB$/), limit: expect.stringMatching(/GB$/) },
    });
    // The executor still works.
    await trained(1);
  });

  it('refuses data that the model would read past', async () => {
    const { model } = await trained(0);
    const wide = await executor.load(blobs(8, 9, 3));
    await expect(model.trainEpoch(job(wide, 8, 0))).rejects.toMatchObject({ code: 'data-mismatch' });
    await expect(model.evaluate(wide)).rejects.toMatchObject({ code: 'data-mismatch' });
    const classes = await executor.load({ ...blobs(8, 7, 3), target: new Float32Array(8).fill(3) });
    await expect(model.trainEpoch(job(classes, 8, 0))).rejects.toMatchObject({ code: 'data-mismatch' });
    const fine = await executor.load(blobs(8, 7, 3));
    const order = Uint32Array.of(0, 8);
    const learningRates = new Float32Array(1);
    await expect(model.trainEpoch({ data: fine, order, learningRates, epoch: 0 })).rejects.toThrow(RangeError);
  });

  it('refuses weights of another shape and names them', async () => {
    const { model, spec } = await trained(0);
    const weights = firstWeights(spec);
    weights.set('h2/bias', new Float32Array(4));
    await expect(model.setWeights(weights)).rejects.toMatchObject({
      code: 'weights-mismatch',
      details: { name: 'h2/bias', got: 4, expected: 5 },
    });
  });
});

it('gives memory back', async () => {
  const cycle = async () => {
    const { model, data } = await trained(1);
    await model.predict(blobs(50, 7, 3));
    model.dispose();
    data.dispose();
  };
  await cycle();
  const before = executor.memoryInUse();
  for (let i = 0; i < 5; i++) await cycle();
  expect(executor.memoryInUse()).toBe(before);
});
