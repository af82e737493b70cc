// Five optimizer steps of whole models against PyTorch in float64 (tests/oracle/torch_training.py), through the
// executor: outputs and loss before, first gradients, all weights after the first and the last step, outputs after.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { resolveLayers } from '$core/model/resolve';
import { sizeOf, type InputSpec, type LayerSpec } from '$core/model/spec';
import type { UpdateRule } from '$core/train/optimizers';
import type { LossName } from '$engine/executor';
import { createSimdExecutor, type SimdExecutor } from '$engine/simd/index';

interface Case {
  readonly name: string;
  readonly inputs: InputSpec[];
  readonly layers: LayerSpec[];
  readonly loss: LossName;
  readonly optimizer: { readonly rule: UpdateRule; readonly options: Record<string, number> };
  readonly learningRates: number[];
  readonly batchSize: number;
  readonly rows: number;
  readonly l1: number;
  readonly l2: number;
  readonly clipNorm: number;
  readonly classWeights?: number[];
  readonly data: Record<string, number[]>;
  readonly targets: number[];
  readonly weights: Record<string, number[]>;
  readonly outputsBefore: number[];
  readonly losses: number[];
  readonly firstGradients: Record<string, number[]>;
  readonly weightsAfterFirst: Record<string, number[]>;
  readonly weightsAfter: Record<string, number[]>;
  readonly outputsAfter: number[];
  readonly lossAfter: number;
}

const folder = '../../oracle/torch';
const cases = JSON.parse(readFileSync(new URL(`${folder}/training.json`, import.meta.url), 'utf8')) as Case[];

let executor: SimdExecutor;
beforeAll(async () => {
  executor = await createSimdExecutor();
});

function near(got: ArrayLike<number>, wanted: readonly number[], what: string) {
  expect(got.length, what).toBe(wanted.length);
  const size = wanted.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-2);
  for (let i = 0; i < wanted.length; i++) {
    const error = Math.abs(got[i] - wanted[i]) / size;
    if (!(error <= 1e-5)) expect.fail(`${what}[${i}]: ${got[i]} instead of ${wanted[i]} (${error} relative)`);
  }
}

describe.each(cases)('$name', (test) => {
  it('agrees with PyTorch', async () => {
    const spec = resolveLayers(test.layers, test.inputs);
    const { loss, optimizer, batchSize, rows, l1, l2, clipNorm, classWeights } = test;
    const numbers = { batchSize, l1, l2, clipNorm, dropoutSeed: 0 };
    const model = await executor.build(spec, { loss, optimizer, ...numbers, classWeights });
    const data = await executor.load({
      rows,
      features: Float32Array.from(test.data.features ?? []),
      codes: Int32Array.from(test.data.codes ?? []),
      target: Float32Array.from(test.targets),
    });
    await model.setWeights(new Map(Object.entries(test.weights).map(([name, w]) => [name, Float32Array.from(w)])));
    near((await model.evaluate(data)).outputs, test.outputsBefore, 'outputs before');

    const learningRates = Float32Array.from(test.learningRates);
    const order = Uint32Array.from({ length: rows }, (_, i) => i);
    const first = { data, order: order.slice(0, batchSize), learningRates: learningRates.slice(0, 1), epoch: 0 };
    near([(await model.trainEpoch(first)).loss], [test.losses[0]], 'first loss');
    const compare = (got: Map<string, Float32Array>, wanted: Record<string, number[]>, what: string) => {
      for (const [name, values] of Object.entries(wanted)) near(got.get(name)!, values, `${what} ${name}`);
    };
    const gradients = model.group.networks[0].getGradients();
    if (l1 === 0 && l2 === 0) compare(gradients, test.firstGradients, 'gradient');
    compare(await model.getWeights(), test.weightsAfterFirst, 'after one step');

    const rest = { data, order: order.slice(batchSize), learningRates: learningRates.slice(1), epoch: 0 };
    if (rest.order.length > 0) {
      const { loss: mean, steps } = await model.trainEpoch(rest);
      expect(steps).toBe(test.losses.length - 1);
      const sizes = test.losses.map((_, step) => Math.min(batchSize, rows - step * batchSize));
      const wanted = test.losses.reduce((sum, value, step) => sum + (step > 0 ? value * sizes[step] : 0), 0);
      near([mean], [wanted / rest.order.length], 'loss');
    }
    compare(await model.getWeights(), test.weightsAfter, 'after all steps');
    const after = await model.evaluate(data);
    near(after.outputs, test.outputsAfter, 'outputs after');
    near([after.loss], [test.lossAfter], 'loss after');
    expect(after.outputs.length).toBe(rows * sizeOf(spec.layers[spec.layers.length - 1].output.shape));
    model.dispose();
    data.dispose();
  });
});
