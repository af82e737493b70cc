// The Gaussian process's mean, deviation, likelihood and expected improvement in a textbook case, against scikit-learn
// (fixtures by sklearn_gp.py): what the picture of a study's surrogate shows.
import { expect, test } from 'vitest';
import { LogEI } from '$core/samplers/gp/acquisition';
import { Likelihood } from '$core/samplers/gp/fit';
import type { Hyper } from '$core/samplers/gp/kernel';
import { Posterior } from '$core/samplers/gp/posterior';
import golden from './sklearn/gp.json';

const names = ['one', 'noisy', 'two'] as const;

function modelOf({ x, y, lengths, scale, noise }: (typeof golden)['one']) {
  const inverseSquaredLengths = Float64Array.from(lengths, (length) => 1 / (length * length));
  const hyper: Hyper = { inverseSquaredLengths, scale, noise };
  const points = { count: y.length, x: Float64Array.from(x), categorical: lengths.map(() => false) };
  return { hyper, points, posterior: new Posterior(points, y, hyper) };
}

test.each(names)('mean and deviation: case %s', (name) => {
  const one = golden[name];
  const { posterior } = modelOf(one);
  const at = Float64Array.from(one.at);
  one.mean.forEach((mean, i) => {
    const got = posterior.at(at, i * one.lengths.length);
    expect(Math.abs(got.mean - mean), `mean ${i}`).toBeLessThan(1e-9);
    expect(Math.abs(got.variance - one.deviation[i] ** 2), `variance ${i}`).toBeLessThan(1e-9);
  });
});

test.each(names)('expected improvement, and where it is largest: case %s', (name) => {
  const one = golden[name];
  const acquisition = new LogEI(modelOf(one).posterior, Math.max(...one.y));
  const at = Float64Array.from(one.at);
  const got = one.mean.map((_mean, i) => Math.exp(acquisition.at(at, i * one.lengths.length)));
  got.forEach((value, i) => expect(Math.abs(value - one.improvement[i]), `at ${i}`).toBeLessThan(1e-8));
  expect(got.indexOf(Math.max(...got))).toBe(one.next);
});

test.each(names)('log marginal likelihood: case %s', (name) => {
  const one = golden[name];
  const { points, hyper } = modelOf(one);
  const without = -new Likelihood(points, Float64Array.from(one.y)).negative(
    hyper,
    new Float64Array(one.lengths.length + 2),
  );
  expect(Math.abs(without - (one.y.length / 2) * Math.log(2 * Math.PI) - one.likelihood)).toBeLessThan(1e-9);
});
