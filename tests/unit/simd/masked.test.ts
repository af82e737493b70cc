// Padding that counts for nothing: the same numbers as Keras where Keras has a mask, the same as of each text cut to its own
// length elsewhere, whatever the length it is filled up to; gradients against differences of the latter in float64.
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { initWeights } from '$core/model/init';
import { resolveLayers, resolveModel } from '$core/model/resolve';
import type { InputSpec, LayerSpec } from '$core/model/spec';
import { Stream } from '$core/rng/stream';
import { expectClose } from '../../support/close';
import { layerPlan } from './support/plan';
import { forward64 } from './support/reference64';

interface KerasCase {
  readonly name: string;
  readonly norm: boolean;
  readonly training: boolean;
  readonly rows: number;
  readonly codes: number[];
  readonly weights: Readonly<Record<string, number[]>>;
  readonly output: (number | null)[];
  readonly outputGradient: number[];
  readonly gradients: Readonly<Record<string, number[]>>;
  readonly moved: Readonly<Record<string, number[]>>;
}
const keras = JSON.parse(readFileSync(new URL('../../oracle/keras/masking.json', import.meta.url), 'utf8')) as {
  readonly vocabulary: number;
  readonly steps: number;
  readonly dimension: number;
  readonly units: number;
  readonly cases: readonly KerasCase[];
};

const text = (steps: number, vocabulary: number): InputSpec[] => [
  { id: 'codes', shape: [steps], dtype: 'int32', vocabulary, padding: [0] },
];
const embed = (dimension: number): LayerSpec => ({
  id: 'e',
  type: 'embedding',
  options: { dimension, maskZero: true },
});

describe('as Keras', () => {
  test.each(keras.cases.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    const layers: LayerSpec[] = [
      embed(keras.dimension),
      ...(one.norm ? [{ id: 'n', type: 'batchNorm' }] : []),
      { id: 'g', type: 'globalAvgPool' },
    ];
    const spec = resolveModel(layers, text(keras.steps, keras.vocabulary), keras.units);
    const { plan, write, read, execute } = await layerPlan(spec, one.rows, one.training);
    write(plan.ports.inputs.get('codes')!, one.codes, true);
    for (const { name, ref } of plan.weights) write(ref, one.weights[name]);
    execute('forward');
    const output = read(plan.ports.output);
    // Keras divides by zero where there is no word; here the average is 0, and the output the bias.
    const empty = one.output.map((y, i) => y ?? one.weights['output/bias'][i % keras.units]);
    expect(one.output.includes(null)).toBe(!one.training);
    expectClose(output, empty, 1e-6, 'output');
    if (!one.training) return;
    write(plan.ports.outputGradient!, one.outputGradient);
    execute('backward');
    for (const [name, want] of Object.entries(one.gradients)) {
      expectClose(read(plan.weights.find((w) => w.name === name)!.gradient!), want, 2e-6, name);
    }
    for (const [name, want] of Object.entries(one.moved)) {
      expectClose(read(plan.weights.find((w) => w.name === name)!.ref), want, 1e-6, name);
    }
  });
});

const vocabulary = 11;
const steps = 8;
const lengths = [8, 1, 5, 2, 7, 3];
const networks: Readonly<Record<string, readonly LayerSpec[]>> = {
  'averages of words': [embed(5), { id: 'g', type: 'globalAvgPool' }],
  'largest of words': [embed(4), { id: 'g', type: 'globalMaxPool' }],
  'convolutions, largest in pairs': [
    embed(5),
    { id: 'c1', type: 'conv1d', options: { filters: 4, activation: 'tanh' } },
    { id: 'p', type: 'maxPool1d', options: { padding: 'same' } },
    { id: 'c2', type: 'conv1d', options: { filters: 6, kernelSize: 5, activation: 'swish' } },
    { id: 'g', type: 'globalMaxPool' },
  ],
  'skips, norms, averages in threes': [
    embed(5),
    { id: 'c1', type: 'conv1d', options: { filters: 5, activation: 'gelu' } },
    { id: 's', type: 'add', inputs: ['c1', 'e'] },
    { id: 'n', type: 'layerNorm' },
    { id: 'p', type: 'avgPool1d', options: { poolSize: 3, strides: 1, padding: 'same' } },
    { id: 'c2', type: 'conv1d', options: { filters: 3, activation: 'tanh' } },
    { id: 'both', type: 'concat', inputs: ['c2', 'p'] },
    { id: 'g', type: 'globalAvgPool' },
  ],
};

type Weights64 = Readonly<Record<string, Float64Array>>;

/** Outputs of the network on one text that has no padding, in float64. */
function alone(layers: readonly LayerSpec[], codes: readonly number[], weights: Weights64): Float64Array {
  const spec = resolveModel(layers, text(codes.length, vocabulary), 2);
  const known = new Map<string, Float64Array>([['codes', Float64Array.from(codes)]]);
  for (const layer of spec.layers) {
    const own = Object.fromEntries(
      layer.weights.map(({ name }) => [name.slice(layer.id.length + 1), weights[name]] as const),
    );
    known.set(
      layer.id,
      forward64(
        layer,
        1,
        layer.inputs.map((id) => known.get(id)!),
        own,
      ),
    );
  }
  return known.get('output')!;
}

describe.each(Object.entries(networks))('%s', (name, layers) => {
  const rng = Stream.of(3, name);
  const texts = lengths.map((length) => Array.from({ length }, () => 1 + rng.below(vocabulary - 1)));
  const weights = initWeights(resolveModel(layers, text(steps, vocabulary), 2), rng) as Map<string, Float32Array>;
  for (const values of weights.values()) values.forEach((w, i) => (values[i] = w + 0.3 * rng.normal()));
  const filled = (to: number) => texts.flatMap((codes) => [...codes, ...new Array<number>(to - codes.length).fill(0)]);
  const run = async (to: number, training: boolean) => {
    const running = await layerPlan(resolveModel(layers, text(to, vocabulary), 2), texts.length, training);
    running.write(running.plan.ports.inputs.get('codes')!, filled(to), true);
    for (const { name: weight, ref } of running.plan.weights) running.write(ref, weights.get(weight)!);
    running.execute('forward');
    return { ...running, output: running.read(running.plan.ports.output) };
  };

  it('gives what each text gives by itself, and its gradients', async () => {
    const { plan, read, write, execute, output } = await run(steps, true);
    const exact = Object.fromEntries([...weights].map(([key, w]) => [key, Float64Array.from(w)] as const));
    const all = () => texts.flatMap((codes) => [...alone(layers, codes, exact)]);
    expectClose(output, all(), 2e-6, 'output');
    const dy = Float32Array.from(output, () => rng.normal());
    write(plan.ports.outputGradient!, dy);
    execute('backward');
    const h = 1e-5;
    const value = () => all().reduce((sum, y, i) => sum + y * dy[i], 0);
    for (const { name: weight, gradient } of plan.weights) {
      const got = read(gradient!);
      const values = exact[weight];
      const looked = Array.from({ length: Math.min(20, values.length) }, () => rng.below(values.length));
      const slopes = looked.map((i) => {
        const kept = values[i];
        values[i] = kept + h;
        const up = value();
        values[i] = kept - h;
        const down = value();
        values[i] = kept;
        return (up - down) / (2 * h);
      });
      const size = Math.max(0.1, ...got.map(Math.abs));
      looked.forEach((i, n) => {
        if (!(Math.abs(got[i] - slopes[n]) <= 1e-5 * size)) expect.fail(`${weight}[${i}]: ${got[i]}, not ${slopes[n]}`);
      });
      // The vector of the padding is never read, so it never learns.
      if (weight === 'e/embeddings')
        expect([...got.subarray(0, got.length / vocabulary)].every((g) => g === 0)).toBe(true);
    }
  });

  it('gives the same bits however far the texts are filled up', async () => {
    const { output } = await run(steps, false);
    for (const to of [steps + 4, steps + 24]) expect((await run(to, false)).output).toEqual(output);
  });
});

describe('what passes a mask on', () => {
  const maskAfter = (...layers: LayerSpec[]) =>
    resolveLayers(layers, text(steps, vocabulary)).layers.at(-1)!.output.mask;
  const off: LayerSpec = { id: 'e', type: 'embedding', options: { dimension: 4 } };

  it('is asked for at the embedding', () => {
    expect(maskAfter(off)).toBeUndefined();
    expect(maskAfter(embed(4))).toEqual({ input: 'codes', padding: [0], windows: [] });
    const [plain] = resolveLayers([embed(4)], [{ id: 'codes', shape: [3], dtype: 'int32', vocabulary: 5 }]).layers;
    expect(plain.output.mask).toBeUndefined();
  });

  it('follows the steps', () => {
    const conv = (options: LayerSpec['options']): LayerSpec => ({ id: 'c', type: 'conv1d', options });
    expect(maskAfter(embed(4), conv({}))?.windows).toEqual([]);
    expect(maskAfter(embed(4), conv({ strides: 2 }))?.windows).toEqual([{ size: 1, stride: 2, steps: 4 }]);
    expect(maskAfter(embed(4), { id: 'p', type: 'maxPool1d' })?.windows).toEqual([{ size: 2, stride: 2, steps: 4 }]);
    expect(maskAfter(embed(4), { id: 'n', type: 'batchNorm' })?.windows).toEqual([]);
    expect(maskAfter(embed(4), { id: 'g', type: 'globalMaxPool' })).toBeUndefined();
    // One of two without a mask: no telling which of its steps are real.
    const other: LayerSpec = { id: 'o', type: 'embedding', inputs: ['codes'], options: { dimension: 4 } };
    expect(maskAfter(embed(4), other, { id: 'a', type: 'add', inputs: ['e', 'o'] })).toBeUndefined();
  });

  it('a model without the option has the plan it ever had', async () => {
    const { plan } = await layerPlan(resolveModel([off, { id: 'g', type: 'globalAvgPool' }], text(4, 5), 2), 3, true);
    expect(plan.ops.filter(({ kernel }) => kernel.name.startsWith('mask'))).toEqual([]);
  });
});
