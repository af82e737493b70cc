// Layers with sliding windows against plain float64 loops over random geometry: every way to run a convolution
// (direct, strided, Winograd, their gradients), depthwise convolution and pooling, forward and backward.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Stream } from '$core/rng/stream';
import { sizeOf } from '$core/model/spec';
import { layerPlan, oneLayer } from './simd/support/plan';
import { near, reference, type WindowLayer } from './simd/support/windows';

const size = fc.constantFrom(1, 2, 3, 5, 8, 9, 17);
const channels = fc.constantFrom(1, 2, 3, 4, 5, 8, 12, 16, 17);
const rows = fc.constantFrom(1, 2, 3, 5);
const padding = fc.constantFrom('same', 'valid');
const geometry = { height: size, width: size, channels, rows, padding, kernel: fc.constantFrom(1, 2, 3, 5) };

async function check(type: WindowLayer, shape: number[], count: number, options: Record<string, string | number>) {
  const rng = Stream.of(count, type, JSON.stringify([shape, options]));
  const normals = (n: number) => Float32Array.from({ length: n }, () => rng.normal());
  const spec = oneLayer(type, options, [shape]);
  const run = await layerPlan(spec, count, true);
  const { plan } = run;
  const x = normals(count * sizeOf(shape));
  run.write(plan.ports.inputs.get('x0')!, x);
  const weights = plan.weights.map(({ ref }) => normals(ref.size));
  plan.weights.forEach(({ ref }, i) => run.write(ref, weights[i]));
  run.execute('forward');
  const dy = normals(plan.ports.output.size);
  const y = run.read(plan.ports.output);
  run.write(plan.ports.outputGradient!, dy);
  run.execute('backward');
  const truth = reference(type, spec.layers[0], count, x, weights, dy);
  near(y, truth.y, 'output');
  near(run.read(plan.inputGradients.get('x0')!), truth.dx, 'input gradient');
  plan.weights.forEach(({ name, gradient }, i) => near(run.read(gradient!), truth.weights[i], `gradient of ${name}`));
}

/** Geometry whose windows fit; the others are refused before a plan is made. */
const fits = (g: { height: number; width: number; kernel: number; padding: string }) =>
  g.padding === 'same' || (g.height >= g.kernel && g.width >= g.kernel);

describe('conv2d', () => {
  it('agrees with float64 loops', () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({ ...geometry, filters: channels, strides: fc.constantFrom(1, 1, 2, 3) }).filter(fits),
        ({ height, width, channels: c, rows: count, kernel, ...options }) =>
          check('conv2d', [height, width, c], count, { ...options, kernelSize: kernel, activation: 'linear' }),
      ),
      { numRuns: 150 },
    ));
  it.each([
    [5, 5, 8, 8],
    [9, 7, 12, 20],
    [17, 17, 8, 4],
    [17, 17, 16, 8],
    [14, 14, 16, 32],
    [7, 7, 32, 64],
    [1, 1, 8, 8],
    [2, 65, 8, 12],
  ])('3 x 3 on %i x %i x %i to %i, more tiles than a chunk', async (height, width, c, filters) => {
    for (const pad of ['same', 'valid']) {
      if (pad === 'valid' && Math.min(height, width) < 3) continue;
      await check('conv2d', [height, width, c], 5, { filters, padding: pad, activation: 'linear' });
    }
  });
});

describe('conv1d', () => {
  it.each([1, 3, 5, 17, 63, 65])('%i steps agree with float64 loops', async (steps) => {
    for (const strides of [1, 2]) {
      const options = { filters: 5, kernelSize: 3, strides, activation: 'linear' };
      await check('conv1d', [steps, 3], 3, options);
    }
  });
});

describe('depthwiseConv2d', () => {
  it('agrees with float64 loops', () =>
    fc.assert(
      fc.asyncProperty(
        fc
          .record({ ...geometry, depthMultiplier: fc.constantFrom(1, 1, 2, 3), strides: fc.constantFrom(1, 2) })
          .filter(fits),
        ({ height, width, channels: c, rows: count, kernel, ...options }) =>
          check('depthwiseConv2d', [height, width, c], count, { ...options, kernelSize: kernel, activation: 'linear' }),
      ),
      { numRuns: 100 },
    ));
});

describe.each(['maxPool2d', 'avgPool2d'] as const)('%s', (type) => {
  it('agrees with float64 loops', () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({ ...geometry, strides: fc.constantFrom(1, 2, 3) }).filter(fits),
        ({ height, width, channels: c, rows: count, kernel, ...options }) =>
          check(type, [height, width, c], count, { ...options, poolSize: kernel }),
      ),
      { numRuns: 100 },
    ));
});

describe('rows', () => {
  const layers: [string, Record<string, string | number>, number[]][] = [
    ['conv2d', { filters: 5, activation: 'gelu' }, [5, 7, 3]],
    ['conv2d', { filters: 8, strides: 2 }, [7, 7, 8]],
    ['conv2d', { filters: 8 }, [9, 9, 8]],
    ['separableConv2d', { filters: 8 }, [5, 5, 8]],
    ['maxPool2d', {}, [5, 5, 3]],
    ['globalAvgPool', {}, [5, 5, 3]],
    ['layerNorm', {}, [5, 7]],
  ];
  it.each(layers)('of %s %j have the bits they have alone', async (type, options, shape) => {
    const count = 17;
    const rng = Stream.of(3, type);
    const normals = (n: number) => Float32Array.from({ length: n }, () => rng.normal());
    const spec = oneLayer(type, options, [shape]);
    const together = await layerPlan(spec, count, true);
    const alone = await layerPlan(spec, 1, true);
    const x = normals(count * sizeOf(shape));
    const outputSize = sizeOf(spec.layers[0].output.shape);
    const dy = normals(count * outputSize);
    for (const [i, { ref }] of together.plan.weights.entries()) {
      const values = normals(ref.size);
      together.write(ref, values);
      alone.write(alone.plan.weights[i].ref, values);
    }
    const pass = (run: typeof alone, from: number, to: number) => {
      const inputSize = sizeOf(shape);
      run.write(run.plan.ports.inputs.get('x0')!, x.subarray(from * inputSize, to * inputSize));
      run.execute('forward');
      const y = run.read(run.plan.ports.output);
      run.write(run.plan.ports.outputGradient!, dy.subarray(from * outputSize, to * outputSize));
      run.execute('backward');
      return { y, dx: run.read(run.plan.inputGradients.get('x0')!) };
    };
    const all = pass(together, 0, count);
    for (let row = 0; row < count; row++) {
      const one = pass(alone, row, row + 1);
      const part = (values: Float32Array) =>
        values.slice((row * values.length) / count, ((row + 1) * values.length) / count);
      expect(part(all.y)).toEqual(one.y);
      expect(part(all.dx)).toEqual(one.dx);
    }
  });
});
