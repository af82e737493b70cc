// Gradients of every layer that has a lowering against central differences of its own forward pass: the sum of
// outputs weighted by a random dy, in float64 on the outside. Also: results do not depend on what shared memory held.
import { describe, expect, it } from 'vitest';
import { initWeight } from '$core/model/init';
import { sizeOf } from '$core/model/spec';
import { Stream } from '$core/rng/stream';
import { layerPlan, oneLayer } from './support/plan';

const rng = Stream.of(7, 'gradients');
const normals = (n: number) => Float32Array.from({ length: n }, () => rng.normal());

/** Tolerance: float32 forward passes differenced over a step of 1/64. */
const step = 2 ** -6;

async function check(
  type: string,
  options: Record<string, string | number | boolean>,
  shapes: number[][],
  rows: number,
) {
  const spec = oneLayer(type, options, shapes);
  const run = await layerPlan(spec, rows, true);
  const { plan } = run;
  const xs = shapes.map((shape) => normals(rows * sizeOf(shape)));
  const weights = spec.layers[0].weights.map((w) => initWeight({ ...w, initializer: 'heUniform' }, rng));
  const dy = normals(plan.ports.output.size);
  const places = [...plan.ports.inputs.values(), ...plan.weights.map((w) => w.ref)];
  const values = [...xs, ...weights];
  const fill = () => places.forEach((ref, i) => run.write(ref, values[i]));
  const forward = () => {
    fill();
    run.execute('forward');
    return run.read(plan.ports.output).reduce((sum, y, i) => sum + y * dy[i], 0);
  };
  forward();
  run.write(plan.ports.outputGradient!, dy);
  run.execute('backward');
  const gradients = [
    ...[...plan.ports.inputs.keys()].map((id) => plan.inputGradients.get(id)),
    ...plan.weights.map((w) => w.gradient),
  ].map((ref) => ref && run.read(ref));
  values.forEach((array, which) => {
    const gradient = gradients[which];
    if (!gradient) return;
    for (let k = 0; k < Math.min(12, array.length); k++) {
      const i = rng.below(array.length);
      const kept = array[i];
      array[i] = kept + step;
      const up = forward();
      array[i] = kept - step;
      const down = forward();
      array[i] = kept;
      const slope = (up - down) / (2 * step);
      expect(
        Math.abs(gradient[i] - slope),
        `${type} value ${which}[${i}]: ${gradient[i]} against ${slope}`,
      ).toBeLessThan(4e-3 * Math.max(1, Math.abs(slope)));
    }
  });
}

const smooth = ['linear', 'gelu', 'swish', 'tanh', 'sigmoid', 'softmax', 'elu'];
describe('dense', () => {
  it.each(smooth)('%s', (activation) => check('dense', { units: 5, activation }, [[7]], 3));
  it.each([1, 3, 5, 17, 63, 65])('%i units on odd sizes', async (units) => {
    await check('dense', { units, activation: 'linear' }, [[units]], 1);
    await check('dense', { units, activation: 'tanh' }, [[3]], 17);
    await check('dense', { units: 3, activation: 'linear', useBias: false }, [[units]], 5);
  });
});
describe('layers without weights', () => {
  it.each(smooth)('activation %s', (activation) => check('activation', { activation }, [[3, 5]], 3));
  it('add', () => check('add', {}, [[5], [5], [5]], 3));
  it('concat', () =>
    check(
      'concat',
      {},
      [
        [3, 2],
        [3, 5],
      ],
      3,
    ));
  it('flatten', () => check('flatten', {}, [[3, 2]], 3));
  it('reshape', () => check('reshape', { channels: 2 }, [[6]], 3));
});
