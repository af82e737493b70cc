// Numbers that a person can look up: what Optuna 5.0.0, the package cmaes and SciPy answer to questions small enough to be
// written down here, the tables of the papers, and the constants that they and we begin with. Larger cases, from the same
// sources, are in the other files of this folder.
import { describe, expect, test } from 'vitest';
import { asFraction, sobolBits } from '$core/math/sobol';
import { Policy } from '$core/nas/strategies/controller/policy';
import { strategyDef, strategyOptions } from '$core/nas/strategies/registry';
import { bracketBudgets } from '$core/pruners/hyperband';
import { prunerDef, prunerOptions } from '$core/pruners/registry';
import { Stream } from '$core/rng/stream';
import { strategyOf } from '$core/samplers/cmaes/strategy';
import { logH } from '$core/samplers/gp/acquisition';
import { Likelihood } from '$core/samplers/gp/fit';
import { Posterior } from '$core/samplers/gp/posterior';
import { samplerDef, samplerOptions } from '$core/samplers/registry';
import { CategoricalColumn } from '$core/samplers/tpe/categorical';
import { parzenOf } from '$core/samplers/tpe/model';
import { NumericColumn } from '$core/samplers/tpe/numeric';
import { goodCount, goodCountOfSeveral, observationWeights } from '$core/samplers/tpe/split';
import type { Space } from '$core/space/space';

/** Each number to all digits that are written here, and to 1e-8 where there are more. */
function same(got: ArrayLike<number>, written: string) {
  const texts = written.split(' ');
  expect(got.length).toBe(texts.length);
  texts.forEach((text, i) => {
    const digits = text.split('.')[1]?.length ?? 0;
    const within = Math.max(0.5 * 10 ** -digits, 1e-8);
    expect(Math.abs(got[i] - Number(text)), `${got[i]}, not ${text}`).toBeLessThanOrEqual(within);
  });
}

describe('TPE', () => {
  const space: Space = [
    { path: 'lr', domain: { kind: 'float', low: 1e-5, high: 1e-1, log: true } },
    { path: 'u', domain: { kind: 'int', low: 1, high: 9 } },
    { path: 'a', domain: { kind: 'choice', values: ['x', 'y', 'z'] } },
  ];
  const seen = [
    { lr: 1e-3, u: 2, a: 'x' },
    { lr: 1e-2, u: 8, a: 'z' },
    { lr: 3e-4, u: 5, a: 'z' },
  ];
  const parzen = parzenOf(space, seen, { priorWeight: 1, magicClip: true, endpoints: false });

  test('widths of kernels, the first row of choices, log densities', () => {
    const [lr, u, a] = parzen.columns;
    same((lr as NumericColumn).sigmas, '2.30258509 2.30258509 1.84206807 9.21034037');
    same((u as NumericColumn).sigmas, '3 3 3 9');
    same(
      [0, 1, 2].map((value) => (a as CategoricalColumn).probability(0, value)),
      '0.71428571 0.14285714 0.14285714',
    );
    same(
      parzen.logDensity([Float64Array.of(1e-3, 5e-5), Float64Array.of(3, 9), Float64Array.of(2, 1)]),
      '-4.91990098 -6.58239793',
    );
    same(parzen.weights, '0.25 0.25 0.25 0.25');
  });

  test('good trials: a tenth, at most 25; with several objectives without a limit', () => {
    expect([1, 10, 11, 250, 251, 1000].map((n) => goodCount(n, 'tenth'))).toEqual([1, 1, 2, 25, 25, 25]);
    expect([1, 10, 11, 250, 251, 1000].map(goodCountOfSeveral)).toEqual([1, 1, 2, 25, 26, 100]);
  });

  test('weights: 1 below 25; then from 1/n to 1, and 25 ones', () => {
    expect([...observationWeights(24)]).toEqual(new Array(24).fill(1));
    const weights = observationWeights(30);
    same(weights.slice(0, 5), '0.033333333333 0.275 0.516666666667 0.758333333333 1');
    expect([...weights.slice(5)]).toEqual(new Array(25).fill(1));
  });
});

describe('Gaussian process', () => {
  const points = {
    count: 3,
    x: Float64Array.of(0.1, 0.2, 0.4, 0.9, 0.8, 0.5),
    categorical: [false, false],
  };
  const y = [0.5, -1, 0.3];
  const hyper = { inverseSquaredLengths: Float64Array.of(4, 1), scale: 1.5, noise: 0.01 };

  test('log h of the expected improvement', () => {
    same(
      [-30, -5, 0, 3].map((z) => logH(z).value),
      '-457.7246537605979 -16.744301162660967 -0.9189385332046727 1.0987396653277077',
    );
  });

  test('marginal likelihood, without its term of 2 pi', () => {
    same([-new Likelihood(points, Float64Array.from(y)).negative(hyper, new Float64Array(4))], '-1.523855072402073');
  });

  test('posterior beside the points and at one of them', () => {
    const model = new Posterior(points, y, hyper);
    const at = (...x: number[]) => {
      const { mean, variance } = model.at(Float64Array.from(x), 0);
      return [mean, variance];
    };
    same(at(0.5, 0.5), '-0.28137413582561055 0.19966820198028512');
    same(at(0.1, 0.2), '0.489314756054661 0.009902438360710697');
  });
});

test('CMA-ES: the constants of six dimensions', () => {
  const s = strategyOf(6);
  expect([s.lambda, s.mu]).toEqual([9, 4]);
  same(
    [s.muEff, s.c1, s.cMu, s.cSigma, s.dSigma, s.cC, s.chiN],
    '2.84061 0.03563118 0.03568631 0.34973966 1.34973966 0.40864969 2.35066774',
  );
  same(s.weights, '0.49373838 0.28109683 0.1567095 0.06845529 0 -0.23110816 -0.42650733 -0.59576979 -0.74506986');
});

test('Sobol: the first five points of three dimensions', () => {
  const points = [0, 1, 2, 3, 4].map((index) => [0, 1, 2].map((d) => asFraction(sobolBits(d, index))));
  expect(points).toEqual([
    [0, 0, 0],
    [0.5, 0.5, 0.5],
    [0.75, 0.25, 0.25],
    [0.25, 0.75, 0.75],
    [0.375, 0.375, 0.625],
  ]);
});

test("Hyperband: trials of the brackets of 81 (the paper's table) and of 243 epochs", () => {
  expect(bracketBudgets(1, 81, 3)).toEqual([81, 34, 15, 8, 5]);
  expect(bracketBudgets(1, 243, 3)).toEqual([243, 98, 41, 18, 9, 6]);
  expect(prunerDef('brackets').rungs!({ minEpochs: 1, eta: 3 }, { epochs: 243 })).toEqual([1, 3, 9, 27, 81, 243]);
  expect(prunerDef('brackets').rungs!({ minEpochs: 1, eta: 10 }, { epochs: 1000 })).toEqual([1, 10, 100, 1000]);
});

describe('constants at the start', () => {
  const of = (type: string) => samplerOptions(samplerDef(type), {});
  const pruner = (type: string) => prunerOptions(prunerDef(type), {});
  const strategy = (type: string) => strategyOptions(strategyDef(type), {});

  test('of samplers', () => {
    expect(of('tpe')).toMatchObject({
      startup: 10,
      candidates: 24,
      priorWeight: 1,
      magicClip: true,
      endpoints: false,
      together: 'joint',
      constantLiar: true,
    });
    expect(of('gp')).toMatchObject({ startup: 10, noiseless: false, helped: false, ranked: false, close: false });
    expect(of('nsga2')).toEqual({ population: 50, crossover: 0.9, swap: 0.5, mutations: 1 });
    expect(of('regularizedEvolution')).toMatchObject({ population: 20, tournament: 5 });
    expect(of('reinforce')).toMatchObject({ rate: 1, decay: 0.9 });
    expect(of('bohb')).toMatchObject({ good: 0.15, random: 1 / 3, candidates: 64, widening: 3, leastWidth: 1e-3 });
  });

  test('of pruners', () => {
    expect(pruner('median')).toMatchObject({ startupTrials: 5, warmupEpochs: 0, interval: 1 });
    expect(pruner('halving')).toMatchObject({ minEpochs: 1, eta: 4, bootstrap: 0, rate: 0 });
    for (const type of ['hyperband', 'asha', 'brackets'])
      expect(pruner(type), type).toMatchObject({ minEpochs: 1, eta: 3 });
    expect(pruner('wilcoxon')).toEqual({ threshold: 0.1, startupSteps: 2 });
    expect(pruner('extrapolation')).toMatchObject({ chance: 0.05 });
    expect(pruner('population')).toMatchObject({ share: 0.2, change: 0.2, resample: 0.25 });
  });

  test('of strategies of architecture search', () => {
    expect(strategy('darts')).toMatchObject({ alphaRate: 3e-4, alphaDecay: 1e-3 });
    expect(strategy('controller')).toMatchObject({ decay: 0.9 });
    const policy = new Policy([{ path: 'g', domain: { kind: 'choice', values: ['a', 'b'] } }]);
    const theta = policy.initial(Stream.of(1, 'controller'));
    // Two layers of 35 units, four gates each, over 35 inputs and 35 of their own, with biases; the first input, two
    // embeddings, two rows of logits. From U(-0.08, 0.08).
    expect(policy.size).toBe(2 * 4 * 35 * (35 + 35 + 1) + 35 + 2 * 35 + 2 * (35 + 1));
    expect(Math.max(...theta.map(Math.abs))).toBeLessThanOrEqual(0.08);
    expect(Math.max(...theta)).toBeGreaterThan(0.079);
    expect(Math.min(...theta)).toBeLessThan(-0.079);
  });
});
