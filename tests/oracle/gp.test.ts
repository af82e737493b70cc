// The Gaussian process sampler's parts against Optuna 5.0.0 (fixtures by optuna_gp.py).
import { expect, test } from 'vitest';
import { LogEI, logH, QLogEI, type Acquisition } from '$core/samplers/gp/acquisition';
import { gpAxes } from '$core/samplers/gp/axes';
import { addPriorGradient, fit, Likelihood, negativeLogPrior } from '$core/samplers/gp/fit';
import { kernelRow, type Hyper } from '$core/samplers/gp/kernel';
import { Posterior } from '$core/samplers/gp/posterior';
import type { Space } from '$core/space/space';
import golden from './optuna/gp.json';

/** Each entry within a tolerance, relative to the largest entry. */
function close(got: ArrayLike<number>, expected: readonly number[], what: string, tolerance = 1e-8) {
  const size = Math.max(1, ...expected.map(Math.abs));
  expect(got.length, what).toBe(expected.length);
  expected.forEach((value, i) =>
    expect(Math.abs(got[i] - value), `${what} [${i}]: ${got[i]}, not ${value}`).toBeLessThan(tolerance * size),
  );
}

type Case = (typeof golden.cases)[number];
const pointsOf = (x: readonly number[], { categorical }: Case) => ({
  count: x.length / categorical.length,
  x: Float64Array.from(x),
  categorical,
});
const hyperOf = ({ q, scale, noise }: { q: number[]; scale: number; noise: number }): Hyper => ({
  inverseSquaredLengths: Float64Array.from(q),
  scale,
  noise,
});
const modelOf = (one: Case) => new Posterior(pointsOf(one.x, one), one.y, hyperOf(one));
const cases = golden.cases.map((one, i) => [i, one] as const);

test('log h and its slope', () => {
  golden.logH.z.forEach((z, i) => {
    const { value, slope } = logH(z);
    close([value, slope], [golden.logH.values[i], golden.logH.slopes[i]], `z = ${z}`, 1e-10);
  });
});

test('log h below -1000 continues its closed form', () => {
  const [above, below] = [logH(-999.999), logH(-1000.001)];
  const middle = (above.slope + below.slope) / 2;
  expect(Math.abs((above.value - below.value) / 0.002 / middle - 1)).toBeLessThan(1e-6);
  expect(Math.abs(below.slope / above.slope - 1000.001 / 999.999)).toBeLessThan(1e-8);
});

test.each(cases)('kernel, likelihood and priors with their gradients: case %d', (_i, one) => {
  const points = pointsOf(one.x, one);
  const hyper = hyperOf(one);
  const { count: n } = points;
  const row = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    kernelRow(points, hyper, points.x, i * one.q.length, row);
    close(row, one.kernel.slice(i * n, (i + 1) * n), `kernel row ${i}`);
  }
  const gradient = new Float64Array(one.q.length + 2);
  close([-new Likelihood(points, Float64Array.from(one.y)).negative(hyper, gradient)], [one.likelihood], 'likelihood');
  close(
    gradient.map((g) => -g),
    one.likelihoodGradient,
    'likelihood gradient',
  );
  gradient.fill(0);
  close([-negativeLogPrior(hyper)], [one.prior], 'prior');
  addPriorGradient(hyper, gradient);
  close(
    gradient.map((g) => -g),
    one.priorGradient,
    'prior gradient',
  );
});

test.each(cases)('posterior: case %d', (_i, one) => {
  const model = modelOf(one);
  const d = one.q.length;
  const at = Float64Array.from(one.at);
  const got = one.mean.map((_mean, i) => ({ ...model.at(at, i * d) }));
  close(
    got.map(({ mean }) => mean),
    one.mean,
    'mean',
  );
  close(
    got.map(({ variance }) => variance),
    one.variance,
    'variance',
  );
});

function sameAcquisition(got: Acquisition, one: Case, expected: Case['logEI']) {
  const d = one.q.length;
  expected.values.forEach((value, i) => {
    const x = Float64Array.from(one.at.slice(i * d, (i + 1) * d));
    const gradient = new Float64Array(d);
    close([got.withGradient(x, gradient), got.at(x)], [value, value], `value at ${i}`);
    close(gradient, expected.gradients[i], `gradient at ${i}`, 1e-7);
  });
}

test.each(cases)('log expected improvement: case %d', (_i, one) => {
  sameAcquisition(new LogEI(modelOf(one), one.best), one, one.logEI);
});

test.each(cases)('log expected improvement with three asks in flight: case %d', (_i, one) => {
  const draws = one.draws.map((draw) => Float64Array.from(draw));
  sameAcquisition(new QLogEI(modelOf(one), one.best, pointsOf(one.running, one), draws), one, one.qLogEI);
});

test.each(cases)('hyperparameters at the optimum: case %d', (_i, one) => {
  const values = Float64Array.from(one.y);
  const points = pointsOf(one.x, one);
  const lossOf = (hyper: Hyper) => {
    const gradient = new Float64Array(one.q.length + 2);
    return new Likelihood(points, values).negative(hyper, gradient) + negativeLogPrior(hyper);
  };
  const { tight, default: usual } = one.fits;
  const got = fit(points, values, one.noiseless, 1e-9);
  close(
    [...got.inverseSquaredLengths, got.scale, got.noise].map((value) => Math.log(value)),
    [...tight.q, tight.scale, tight.noise].map((value) => Math.log(value)),
    'hyperparameters',
    1e-5,
  );
  close([lossOf(got)], [tight.loss], 'loss at the optimum');
  // With the tolerance of the sampler: as near to the optimum as Optuna stops, or within 0.001.
  const stopped = lossOf(fit(points, values, one.noiseless)) - tight.loss;
  expect(stopped).toBeLessThan(Math.max(1e-3, 2 * (usual.loss - tight.loss)));
});

test('coordinates of ranges', () => {
  const space: Space = [
    { path: 'units', domain: { kind: 'int', low: 4, high: 300, log: true } },
    { path: 'step', domain: { kind: 'float', low: 0, high: 0.5, step: 0.1 } },
    { path: 'rate', domain: { kind: 'float', low: 1e-5, high: 0.1, log: true } },
    { path: 'count', domain: { kind: 'int', low: 2, high: 20, step: 3 } },
  ];
  const { values, of } = golden.coordinates;
  for (const axis of gpAxes(space)) {
    const path = axis.path as keyof typeof values;
    close(
      values[path].map((value) => axis.coordinate(value)),
      of[path],
      path,
    );
  }
});
