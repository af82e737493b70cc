// Normalization against float64 formulas on awkward sizes, with channels far from zero (where a one-pass variance in
// float32 would lose everything), and embeddings whose codes repeat.
import { describe, expect, it } from 'vitest';
import { Stream } from '$core/rng/stream';
import { layerPlan, oneLayer, type Running } from './simd/support/plan';

const rng = Stream.of(11, 'norm');
const normals = (n: number, scale = 1, shift = 0) =>
  Float32Array.from({ length: n }, () => shift + scale * rng.normal());

/** Errors relative to the largest value, or to `size`: what sums of so many terms usually come to. */
function near(got: Float32Array, wanted: ArrayLike<number>, what: string, tolerance: number, size = 1e-3) {
  let most = size;
  for (let i = 0; i < wanted.length; i++) most = Math.max(most, Math.abs(wanted[i]));
  for (let i = 0; i < wanted.length; i++) {
    const error = Math.abs(got[i] - wanted[i]) / most;
    if (!(error <= tolerance)) expect.fail(`${what}[${i}]: ${got[i]} instead of ${wanted[i]} (${error} relative)`);
  }
}

const weight = (run: Running, name: string) => run.plan.weights.find((w) => w.name === `l/${name}`)!;

/** Normalizes groups of elements (by their indices) in float64 and differentiates sum(y dy). */
function truth(groups: number[][], x: Float32Array, dy: Float32Array, gamma: (i: number) => number, epsilon: number) {
  const normal = new Float64Array(x.length);
  const dx = new Float64Array(x.length);
  const moments = groups.map((group) => {
    const n = group.length;
    const mean = group.reduce((sum, i) => sum + x[i], 0) / n;
    const variance = group.reduce((sum, i) => sum + (x[i] - mean) ** 2, 0) / n;
    const inverse = 1 / Math.sqrt(variance + epsilon);
    let [sum, dot] = [0, 0];
    for (const i of group) {
      normal[i] = (x[i] - mean) * inverse;
      sum += dy[i] * gamma(i);
      dot += dy[i] * gamma(i) * normal[i];
    }
    for (const i of group) dx[i] = inverse * (dy[i] * gamma(i) - sum / n - (normal[i] * dot) / n);
    return { mean, variance };
  });
  return { normal, dx, moments };
}

const column = (n: number, channels: number, c: number) => Array.from({ length: n }, (_, row) => row * channels + c);
const sumColumns = (n: number, channels: number, term: (i: number) => number) =>
  Float64Array.from({ length: channels }, (_, c) => column(n, channels, c).reduce((sum, i) => sum + term(i), 0));

describe.each([1, 3, 5, 17, 63, 64, 65, 200])('batchNorm over %i rows', (rows) => {
  it.each([1, 3, 4, 5, 17, 65])('%i channels', async (channels) => {
    const epsilon = 1e-3;
    const run = await layerPlan(oneLayer('batchNorm', { epsilon, momentum: 0.75 }, [[channels]]), rows, true);
    const far = 100;
    const x = normals(rows * channels, 1, far);
    const dy = normals(rows * channels);
    const [gamma, beta] = [normals(channels), normals(channels)];
    const [movingMean, movingVariance] = [normals(channels), normals(channels, 0.1, 1)];
    const weights = { gamma, beta, movingMean, movingVariance };
    for (const [name, values] of Object.entries(weights)) run.write(weight(run, name).ref, values);
    run.write(run.plan.ports.inputs.get('x0')!, x);
    run.execute('forward');
    const y = run.read(run.plan.ports.output);
    run.write(run.plan.ports.outputGradient!, dy);
    run.execute('backward');

    const groups = Array.from({ length: channels }, (_, c) => column(rows, channels, c));
    const wanted = truth(groups, x, dy, (i) => gamma[i % channels], epsilon);
    // float32 spaces numbers near 100 by 8e-6, so nothing can be closer than that to the exact mean.
    const tolerance = 4e-5;
    const output = wanted.normal.map((value, i) => value * gamma[i % channels] + beta[i % channels]);
    near(y, output, 'output', tolerance);
    const moving = (kept: Float32Array, now: number[]) => now.map((value, c) => 0.75 * kept[c] + 0.25 * value);
    const { moments } = wanted;
    near(
      run.read(weight(run, 'movingMean').ref),
      moving(
        movingMean,
        moments.map((m) => m.mean),
      ),
      'mean',
      1e-6,
    );
    const variances = moments.map((m) => m.variance);
    near(run.read(weight(run, 'movingVariance').ref), moving(movingVariance, variances), 'variance', tolerance);
    near(
      run.read(weight(run, 'beta').gradient!),
      sumColumns(rows, channels, (i) => dy[i]),
      'dbeta',
      1e-5,
      Math.sqrt(rows),
    );
    const dgamma = sumColumns(rows, channels, (i) => dy[i] * wanted.normal[i]);
    near(run.read(weight(run, 'gamma').gradient!), dgamma, 'dgamma', 1e-4, Math.sqrt(rows));
    if (rows > 1) near(run.read(run.plan.inputGradients.get('x0')!), wanted.dx, 'dx', 1e-4);
  });
});

describe.each([1, 3, 5, 17, 63, 65])('layerNorm over %i elements', (columns) => {
  it.each([1, 17])('%i rows', async (rows) => {
    const epsilon = 1e-3;
    const run = await layerPlan(oneLayer('layerNorm', { epsilon }, [[columns]]), rows, true);
    const [x, dy] = [normals(rows * columns, 2, 1), normals(rows * columns)];
    const [gamma, beta] = [normals(columns), normals(columns)];
    run.write(weight(run, 'gamma').ref, gamma);
    run.write(weight(run, 'beta').ref, beta);
    run.write(run.plan.ports.inputs.get('x0')!, x);
    run.execute('forward');
    const y = run.read(run.plan.ports.output);
    run.write(run.plan.ports.outputGradient!, dy);
    run.execute('backward');
    const groups = Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_, c) => row * columns + c),
    );
    const wanted = truth(groups, x, dy, (i) => gamma[i % columns], epsilon);
    const output = wanted.normal.map((value, i) => value * gamma[i % columns] + beta[i % columns]);
    near(y, output, 'output', 1e-5);
    near(run.read(run.plan.inputGradients.get('x0')!), wanted.dx, 'dx', 1e-5);
    const dgamma = sumColumns(rows, columns, (i) => dy[i] * wanted.normal[i]);
    near(run.read(weight(run, 'gamma').gradient!), dgamma, 'dgamma', 1e-5, Math.sqrt(rows));
    near(
      run.read(weight(run, 'beta').gradient!),
      sumColumns(rows, columns, (i) => dy[i]),
      'dbeta',
      1e-5,
      Math.sqrt(rows),
    );
  });
});

describe('embedding', () => {
  it('sums the gradients of codes that repeat, and stays inside its table whatever the codes', async () => {
    const [rows, columns, vocabulary, dimension] = [9, 2, 3, 5];
    const run = await layerPlan(oneLayer('embedding', { dimension }, [[columns]], vocabulary), rows, true);
    const table = normals(vocabulary * dimension);
    const codes = Int32Array.from({ length: rows * columns }, () => rng.below(vocabulary));
    codes.set([-1, vocabulary, 2 ** 31 - 1]);
    run.write(weight(run, 'embeddings').ref, table);
    run.write(run.plan.ports.inputs.get('x0')!, codes, true);
    run.execute('forward');
    const row = (code: number) => (code < 0 || code >= vocabulary ? vocabulary - 1 : code);
    const y = Float32Array.from({ length: codes.length * dimension }, (_, i) => {
      return table[row(codes[Math.floor(i / dimension)]) * dimension + (i % dimension)];
    });
    expect(run.read(run.plan.ports.output)).toEqual(y);
    const dy = normals(y.length);
    run.write(run.plan.ports.outputGradient!, dy);
    run.execute('backward');
    const dtable = new Float64Array(table.length);
    dy.forEach((value, i) => (dtable[row(codes[Math.floor(i / dimension)]) * dimension + (i % dimension)] += value));
    near(run.read(weight(run, 'embeddings').gradient!), dtable, 'dtable', 1e-5);
  });
});
