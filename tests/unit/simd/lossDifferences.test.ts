// The gradient of every loss against central differences, in float64, of its textbook formula; odd sizes, one row, one
// output, scores far from zero, and class weights.
import { describe, expect, it } from 'vitest';
import { Stream } from '$core/rng/stream';
import { compilePlan } from '$engine/plan/compile';
import { lossKernels } from '$engine/plan/loss';
import type { LossName } from '$engine/executor';
import { oneLayer, runPlan } from './support/plan';

/** Mean over rows (and outputs) of the weighted losses: y is rows x units. */
type Loss = (y: Float64Array, target: ArrayLike<number>, rows: number, units: number, weights: number[]) => number;
const mean = (terms: number[]) => terms.reduce((sum, term) => sum + term, 0) / terms.length;
const each =
  (loss: (y: number, t: number, weights: number[]) => number): Loss =>
  (y, target, _rows, _units, weights) =>
    mean(Array.from(y, (value, i) => loss(value, target[i], weights)));

const losses: Record<LossName, Loss> = {
  mse: each((y, t) => (y - t) ** 2),
  huber: each((y, t) => (Math.abs(y - t) <= 1 ? (y - t) ** 2 / 2 : Math.abs(y - t) - 0.5)),
  sigmoidCrossEntropy: each((z, t, weights) => {
    const p = 1 / (1 + Math.exp(-z));
    return -(weights[t] ?? 1) * (t * Math.log(p) + (1 - t) * Math.log(1 - p));
  }),
  softmaxCrossEntropy: (y, target, rows, units, weights) =>
    mean(
      Array.from({ length: rows }, (_, row) => {
        const z = y.subarray(row * units, (row + 1) * units);
        const total = z.reduce((sum, value) => sum + Math.exp(value), 0);
        return -(weights[target[row]] ?? 1) * Math.log(Math.exp(z[target[row]]) / total);
      }),
    ),
  softCrossEntropy: (y, target, rows, units) => {
    const z = (row: number) => y.subarray(row * units, (row + 1) * units);
    const terms = Array.from({ length: rows }, (_, row) => {
      const total = z(row).reduce((sum, value) => sum + Math.exp(value), 0);
      return z(row).reduce((sum, value, c) => sum - target[row * units + c] * Math.log(Math.exp(value) / total), 0);
    });
    return mean(terms);
  },
};

const h = 1e-5;

async function check(loss: LossName, rows: number, units: number, scale: number, weighted: boolean): Promise<void> {
  const rng = Stream.of(7, loss, rows, units, scale);
  const classes = loss === 'softmaxCrossEntropy' ? units : 2;
  const weights = weighted ? Array.from({ length: classes }, () => 0.25 + 2 * rng.uniform()) : [];
  const isClass = loss === 'softmaxCrossEntropy';
  const target = Float32Array.from({ length: isClass ? rows : rows * units }, () =>
    isClass
      ? rng.below(units)
      : loss === 'sigmoidCrossEntropy'
        ? rng.below(2)
        : loss === 'softCrossEntropy'
          ? rng.uniform()
          : rng.normal(),
  );
  const y = Float32Array.from({ length: rows * units }, () => scale * rng.normal());
  const spec = oneLayer('activation', { activation: 'linear' }, [[units]]);
  const options = { rows, training: true, loss, rule: 'sgd', penalties: false, clipping: false } as const;
  const run = await runPlan(compilePlan(spec, { ...options, classWeights: weighted, inputGradients: true }));
  const { ports, inputGradients } = run.plan;
  run.write(ports.settings, new Float32Array(ports.settings.size));
  run.write(ports.control, new Float32Array(ports.control.size));
  run.write(ports.inputs.get('x0')!, y);
  run.write(ports.target, target);
  if (weighted) run.write(ports.classWeights!, weights);
  run.execute('forward', 'loss', 'backward');
  const gradient = run.read(inputGradients.get('x0')!);
  const exact = Float64Array.from(y);
  const of = () => losses[loss](exact, target, rows, units, weights);
  const slopes = exact.map((value, i) => {
    exact[i] = value + h;
    const up = of();
    exact[i] = value - h;
    const down = of();
    exact[i] = value;
    return (up - down) / (2 * h);
  });
  const largest = slopes.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
  expect(largest).toBeGreaterThan(0);
  gradient.forEach((value, i) => expect(Math.abs(value - slopes[i]) / largest).toBeLessThanOrEqual(1e-5));
}

describe.each(Object.keys(lossKernels) as LossName[])('%s', (loss) => {
  const crossEntropy = loss === 'softmaxCrossEntropy' || loss === 'sigmoidCrossEntropy';
  const sizes = [1, 3, 5, 17, 63, 65].flatMap((n) => [
    [1, n],
    [n, 3],
    [5, n],
  ]);
  // One class of one is no choice.
  it.each(sizes.filter(([, units]) => !loss.startsWith('soft') || units > 1))('%i rows of %i', (rows, units) =>
    check(loss, rows, units, 1, false),
  );
  it('far from zero', () => check(loss, 17, 5, 6, false));
  if (crossEntropy) it('with class weights', () => check(loss, 17, 5, 1, true));
});
