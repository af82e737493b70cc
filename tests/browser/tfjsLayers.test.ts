// Every layer and loss on tfjs against PyTorch: forward, input gradients, weight gradients, running statistics.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { resolveLayers } from '$core/model/resolve';
import { sizeOf, type InputSpec } from '$core/model/spec';
import { losses } from '$engine/tfjs/losses';
import { forward } from '$engine/tfjs/network';
import { Session } from '$engine/tfjs/session';
import type { LossName } from '$engine/executor';
import type { TfjsBackendName } from '$engine/tfjs/backends/backend';
import activationCases from '../oracle/torch/activations.json';
import layerCases from '../oracle/torch/layers.json';
import lossCases from '../oracle/torch/losses.json';
import { expectClose } from '../support/close';

type Numbers = Readonly<Record<string, number[]>>;
interface LayerCase {
  readonly name: string;
  readonly type: string;
  readonly options: Readonly<Record<string, string | number | boolean>>;
  readonly rows: number;
  readonly training: boolean;
  readonly vocabulary?: number;
  readonly inputs: readonly { readonly shape: number[]; readonly values: number[] }[];
  readonly weights: Numbers;
  readonly output: { readonly shape: number[]; readonly values: number[] };
  readonly outputGradient: number[];
  readonly inputGradients: readonly number[][];
  readonly weightGradients: Numbers;
  readonly moved: Numbers;
}

const tolerance = 1e-5;
const cases = [...layerCases, ...activationCases] as unknown as LayerCase[];
const dtypeOf = (one: LayerCase) => (one.vocabulary ? 'int32' : 'float32');

function resolved(one: LayerCase) {
  const inputs: InputSpec[] = one.inputs.map(({ shape }, i) => ({
    id: `x${i}`,
    shape,
    dtype: dtypeOf(one),
    ...(one.vocabulary && { vocabulary: one.vocabulary }),
  }));
  const ids = inputs.map((input) => input.id);
  return resolveLayers([{ id: 'l', type: one.type, options: one.options, inputs: ids }], inputs).layers;
}

async function check(session: Session, one: LayerCase) {
  session.use();
  const layers = resolved(one);
  const specs = layers[0].weights;
  expect(layers[0].output.shape).toEqual(one.output.shape);
  const xs = one.inputs.map(({ shape, values }) => tf.tensor(values, [one.rows, ...shape], dtypeOf(one)));
  const ws = specs.map(({ name, shape }) => tf.tensor(one.weights[name.slice(2)], [...shape]));
  const dy = tf.tensor(one.outputGradient, [one.rows, ...one.output.shape]);
  const watched = [...(one.vocabulary ? [] : xs), ...ws.filter((_, i) => specs[i].trainable)];
  const updates = new Map<string, tf.Tensor>();
  let output: tf.Tensor | undefined;
  const run = (...values: tf.Tensor[]) => {
    const queue = [...values];
    const inputs = new Map(xs.map((x, i) => [`x${i}`, one.vocabulary ? x : queue.shift()!]));
    const weights = new Map(specs.map(({ name, trainable }, i) => [name, trainable ? queue.shift()! : ws[i]]));
    const training = one.training ? { training: { dropoutSeed: 0, epoch: 0, step: 0, updates } } : {};
    const y = forward(layers, inputs, { weights, ...training });
    output = tf.keep(tf.clone(y));
    return tf.sum(tf.mul(y, dy)) as tf.Scalar;
  };
  const { grads } = tf.valueAndGrads(run)(watched);
  const read = (tensor: tf.Tensor) => tensor.data();
  expectClose(await read(output!), one.output.values, tolerance, `${one.name}: output`);
  const wanted = [
    ...(one.vocabulary ? [] : one.inputGradients.map((values, i) => [`gradient of input ${i}`, values] as const)),
    ...specs
      .filter((spec) => spec.trainable)
      .map(({ name }) => [`gradient of ${name}`, one.weightGradients[name.slice(2)]] as const),
  ];
  for (const [i, [what, values]] of wanted.entries()) {
    expectClose(await read(grads[i]), values, tolerance, `${one.name}: ${what}`);
  }
  expect([...updates.keys()].map((name) => name.slice(2)).sort()).toEqual(Object.keys(one.moved).sort());
  for (const [name, tensor] of updates) {
    expectClose(await read(tensor), one.moved[name.slice(2)], tolerance, `${one.name}: ${name}`);
  }
  tf.dispose([xs, ws, dy, grads, output!, [...updates.values()]]);
}

/** The GPU backends run on a software adapter in tests: the smallest cases of each layer type. */
function small(count: number): LayerCase[] {
  const types = [...new Set(cases.map((one) => one.type))];
  const elements = (one: LayerCase) => one.rows * one.inputs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return types.flatMap((type) =>
    cases
      .filter((one) => one.type === type && elements(one) > 20)
      .sort((a, b) => elements(a) - elements(b))
      .slice(0, count),
  );
}

const backends: [TfjsBackendName, LayerCase[]][] = [
  ['cpu', cases],
  ['wasm', cases],
  ['webgl', small(2)],
  ['webgpu', small(2)],
];

describe.each(backends)('on %s', (backend, chosen) => {
  test.each(chosen.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    await check(await Session.of(backend), one);
  });

  test.each(lossCases.map((one, i) => [`${one.loss} ${i}`, one] as const))('loss %s', async (name, one) => {
    (await Session.of(backend)).use();
    const z = tf.tensor(one.outputs, [one.rows, one.units]);
    const target = tf.tensor2d(one.targets, [one.rows, one.targets.length / one.rows]);
    const { value, grads } = tf.valueAndGrads((z) => losses[one.loss as LossName](z, target))([z]);
    expectClose(await value.data(), [one.value], tolerance, `${name}: value`);
    expectClose(await grads[0].data(), one.gradient, tolerance, `${name}: gradient`);
  });
});
