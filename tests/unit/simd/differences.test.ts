// Gradients of every layer type against central differences, in float64, of a forward pass that shares no code with the
// engine (support/reference64.ts): the sum of outputs weighted by a random dy, by inputs and by weights. Odd sizes.
import { describe, expect, it } from 'vitest';
import { initWeight } from '$core/model/init';
import { layerDefs } from '$core/model/registry';
import { sizeOf } from '$core/model/spec';
import { Stream } from '$core/rng/stream';
import { dropoutMask } from '$engine/dropout';
import { settings } from '$engine/plan/control';
import { layerPlan, oneLayer } from './support/plan';
import { forward64 } from './support/reference64';

type Options = Readonly<Record<string, string | number | boolean>>;
interface Case {
  readonly type: string;
  readonly options?: Options;
  readonly shapes: number[][];
  readonly rows: number;
  readonly vocabulary?: number;
}

const activations = ['linear', 'relu', 'leakyRelu', 'elu', 'gelu', 'swish', 'tanh', 'sigmoid', 'softmax'];
const windows = [
  { kernelSize: 3, strides: 1, padding: 'same' },
  { kernelSize: 3, strides: 2, padding: 'same' },
  { kernelSize: 2, strides: 3, padding: 'same' },
  { kernelSize: 5, strides: 1, padding: 'valid' },
  { kernelSize: 4, strides: 2, padding: 'valid' },
  { kernelSize: 1, strides: 2, padding: 'valid' },
] as const;
const pools = windows.slice(0, 5).map(({ kernelSize, ...rest }) => ({ poolSize: kernelSize, ...rest }));
const images = [
  [7, 5, 3],
  [5, 9, 1],
];

const cases: Case[] = [
  ...[1, 3, 5, 17, 63, 65].map((units) => ({
    type: 'dense',
    options: { units, activation: 'tanh' },
    shapes: [[units]],
    rows: 3,
  })),
  { type: 'dense', options: { units: 5, activation: 'gelu', useBias: false }, shapes: [[17]], rows: 1 },
  ...activations.map((activation) => ({ type: 'activation', options: { activation }, shapes: [[3, 5]], rows: 3 })),
  ...activations.map((activation) => ({ type: 'dense', options: { units: 5, activation }, shapes: [[7]], rows: 5 })),
  ...windows.flatMap((window) => [
    ...images.map((shape) => ({
      type: 'conv2d',
      options: { ...window, filters: 5, activation: 'tanh' },
      shapes: [shape],
      rows: 3,
    })),
    { type: 'conv1d', options: { ...window, filters: 3, activation: 'swish' }, shapes: [[17, 3]], rows: 3 },
    { type: 'depthwiseConv2d', options: { ...window, depthMultiplier: 1 }, shapes: [[7, 5, 3]], rows: 3 },
    { type: 'depthwiseConv2d', options: { ...window, depthMultiplier: 3 }, shapes: [[5, 9, 5]], rows: 1 },
    { type: 'separableConv2d', options: { ...window, filters: 5, activation: 'elu' }, shapes: [[7, 5, 3]], rows: 3 },
  ]),
  // Wide enough for the Winograd kernels, and ragged for all of them.
  { type: 'conv2d', options: { filters: 17, activation: 'linear' }, shapes: [[9, 7, 17]], rows: 3 },
  { type: 'conv2d', options: { filters: 16, activation: 'relu' }, shapes: [[7, 7, 16]], rows: 5 },
  { type: 'conv1d', options: { filters: 17, kernelSize: 5, useBias: false }, shapes: [[63, 3]], rows: 1 },
  ...['maxPool2d', 'avgPool2d'].flatMap((type) =>
    pools.map((options) => ({ type, options, shapes: [[7, 5, 3]], rows: 3 })),
  ),
  ...['maxPool1d', 'avgPool1d'].flatMap((type) =>
    pools.map((options) => ({ type, options, shapes: [[17, 5]], rows: 3 })),
  ),
  ...['globalAvgPool', 'globalMaxPool'].flatMap((type) =>
    [
      [5, 3, 17],
      [7, 1],
      [63, 5],
    ].map((shape) => ({ type, shapes: [shape], rows: 3 })),
  ),
  ...['batchNorm', 'layerNorm'].flatMap((type) =>
    [[5], [65], [3, 5, 3], [17, 3]].map((shape) => ({ type, shapes: [shape], rows: 5 })),
  ),
  { type: 'embedding', options: { dimension: 5 }, shapes: [[3]], rows: 17, vocabulary: 7 },
  { type: 'embedding', options: { dimension: 1 }, shapes: [[1]], rows: 5, vocabulary: 3 },
  { type: 'dropout', options: { rate: 0.3 }, shapes: [[17]], rows: 3 },
  {
    type: 'add',
    shapes: [
      [5, 3],
      [5, 3],
      [5, 3],
    ],
    rows: 3,
  },
  {
    type: 'concat',
    shapes: [
      [3, 1],
      [3, 5],
      [3, 17],
    ],
    rows: 3,
  },
  { type: 'flatten', shapes: [[3, 5]], rows: 3 },
  { type: 'reshape', options: { channels: 3 }, shapes: [[15]], rows: 3 },
];

/** Half the step of a difference, and how many elements of an array are looked at. */
const h = 1e-5;
const looked = 24;
const seed = 11;

async function check({ type, options = {}, shapes, rows, vocabulary }: Case): Promise<void> {
  const rng = Stream.of(seed, type, JSON.stringify(options), String(shapes));
  const normals = (n: number) => Float32Array.from({ length: n }, () => rng.normal());
  const spec = oneLayer(type, options, shapes, vocabulary);
  const [layer] = spec.layers;
  const run = await layerPlan(spec, rows, true);
  const { plan } = run;
  const xs = shapes.map((shape) =>
    vocabulary
      ? Float32Array.from({ length: rows * sizeOf(shape) }, () => rng.below(vocabulary))
      : normals(rows * sizeOf(shape)),
  );
  const weights = layer.weights.map((w) =>
    w.shape.length > 1
      ? initWeight({ ...w, initializer: 'heUniform' }, rng)
      : normals(w.shape[0]).map((v) => 1 + v / 4),
  );
  const dy = normals(plan.ports.output.size);
  const seeds = new Float64Array(plan.ports.settings.size / 2);
  seeds[settings.seedLow] = seed;
  run.write(plan.ports.settings, new Float32Array(seeds.buffer));
  [...plan.ports.inputs.values()].forEach((ref, i) => run.write(ref, xs[i], vocabulary !== undefined));
  plan.weights.forEach(({ name, ref }) => run.write(ref, weights[layer.weights.findIndex((w) => w.name === name)]));
  run.execute('forward');
  const output = run.read(plan.ports.output);
  run.write(plan.ports.outputGradient!, dy);
  run.execute('backward');

  const exact = [...xs, ...weights].map((values) => Float64Array.from(values));
  const mask = dropoutMask(seed, 'l', 0, 0, Number(options.rate ?? 0), dy.length);
  const pass = () => {
    const named = layer.weights.map((w, i): [string, Float64Array] => [w.name.slice(2), exact[xs.length + i]]);
    return forward64(layer, rows, exact.slice(0, xs.length), Object.fromEntries(named), mask);
  };
  near(output, pass(), 'output');
  const scalar = () => pass().reduce((sum, y, i) => sum + y * dy[i], 0);
  const gradients = [
    ...[...plan.ports.inputs.keys()].map((id) => plan.inputGradients.get(id)),
    ...layer.weights.map((w) => plan.weights.find(({ name }) => name === w.name)!.gradient),
  ];
  const trained = gradients.filter((ref) => ref !== undefined);
  expect(trained.length).toBe((vocabulary ? 0 : xs.length) + layer.weights.filter((w) => w.trainable).length);
  gradients.forEach((ref, which) => {
    if (!ref) return;
    const gradient = run.read(ref);
    const values = exact[which];
    const all = Array.from({ length: values.length }, (_, i) => i);
    const some = all.length <= looked ? all : Array.from({ length: looked }, () => rng.below(all.length));
    const slopes = some.map((i) => {
      const kept = values[i];
      values[i] = kept + h;
      const up = scalar();
      values[i] = kept - h;
      const down = scalar();
      values[i] = kept;
      return (up - down) / (2 * h);
    });
    near(
      some.map((i) => gradient[i]),
      slopes,
      `gradient ${which}`,
      gradient,
    );
  });
}

/** 1e-5 of the largest value of the array. */
function near(got: ArrayLike<number>, want: ArrayLike<number>, what: string, whole: ArrayLike<number> = want): void {
  expect(got.length).toBe(want.length);
  const size = Array.from(whole).reduce((most, value) => Math.max(most, Math.abs(value)), 0.1);
  for (let i = 0; i < got.length; i++) {
    const error = Math.abs(got[i] - want[i]) / size;
    if (!(error <= 1e-5)) expect.fail(`${what}[${i}]: ${got[i]} instead of ${want[i]} (${error} relative)`);
  }
}

it('covers every layer type', () => {
  const types = layerDefs.map(({ type }) => type);
  expect(types.filter((type) => !cases.some((one) => one.type === type))).toEqual([]);
});

describe.each([...new Set(cases.map(({ type }) => type))])('%s', (type) => {
  const own = cases.filter((one) => one.type === type);
  it.each(own.map((one) => [`${JSON.stringify(one.options ?? {})} on ${JSON.stringify(one.shapes)}`, one] as const))(
    '%s',
    (_name, one) => check(one),
  );
});
