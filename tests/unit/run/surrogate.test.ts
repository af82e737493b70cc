// The picture of the Gaussian process: against its definition by dense algebra, and on a textbook function.
import { describe, expect, test } from 'vitest';
import { picture, type Picture, type PictureQuestion } from '$core/run/surrogate/picture';
import { Surrogate, type SurrogateStudy } from '$core/run/surrogate/model';
import { betaOf, regretBounds } from '$core/run/surrogate/worth';
import { Stream } from '$core/rng/stream';
import { sobolPoints } from '$core/samplers/gp/draws';
import type { PastTrial } from '$core/samplers/sampler';
import { parseCondition } from '$core/space/constraint';
import type { Space } from '$core/space/space';

/** Forrester, Sobester & Keane 2008, the one-dimensional example of the surrogate literature; minimum -6.0207 at 0.7572. */
const forrester = (x: number) => (6 * x - 2) ** 2 * Math.sin(12 * x - 4);
const line: Space = [{ path: 'x', domain: { kind: 'float', low: 0, high: 1 } }];
const done = (index: number, params: PastTrial['params'], value: number): PastTrial => ({
  index,
  params,
  state: 'done',
  value,
});
const observed = (xs: readonly number[]) => xs.map((x, i) => done(i, { x }, forrester(x)));
const textbook = (xs: readonly number[]): SurrogateStudy => ({
  space: line,
  trials: observed(xs),
  direction: 'minimize',
  seed: 5,
  noiseless: true,
});
const drawn = (question: PictureQuestion): Picture => {
  const result = picture(question);
  if (typeof result === 'string') throw new Error(result);
  return result;
};

/** Solves A x = b by elimination with pivoting. */
function solve(a: number[][], b: number[]): number[] {
  const m = a.map((row, i) => [...row, b[i]]);
  const n = b.length;
  for (let k = 0; k < n; k++) {
    const pivot = m.reduce((best, row, i) => (i >= k && Math.abs(row[k]) > Math.abs(m[best][k]) ? i : best), k);
    [m[k], m[pivot]] = [m[pivot], m[k]];
    for (let i = k + 1; i < n; i++) {
      const f = m[i][k] / m[k][k];
      for (let j = k; j <= n; j++) m[i][j] -= f * m[k][j];
    }
  }
  const x = Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    x[i] = (m[i][n] - m[i].slice(i + 1, n).reduce((sum, v, j) => sum + v * x[i + 1 + j], 0)) / m[i][i];
  }
  return x;
}

describe('the picture', () => {
  const xs = [0, 0.25, 0.5, 0.75, 1];

  test('shows mean, deviation and expected improvement of the process as defined', () => {
    const study = textbook(xs);
    const model = Surrogate.of(study)!;
    const { inverseSquaredLengths, scale, noise } = model.hyper;
    const values = xs.map(forrester);
    const mean = values.reduce((a, b) => a + b) / xs.length;
    const unit = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / xs.length);
    const kernel = (a: number, b: number) => {
      const r = Math.sqrt(5 * inverseSquaredLengths[0]) * Math.abs(a - b);
      return scale * Math.exp(-r) * (1 + r + (r * r) / 3);
    };
    const covariance = xs.map((a, i) => xs.map((b, j) => kernel(a, b) + (i === j ? noise : 0)));
    const alpha = solve(
      covariance,
      values.map((v) => (mean - v) / unit),
    );
    const shown = drawn({ ...study, x: 'x', through: 'best', cells: 33 });
    shown.x.at.forEach((x, i) => {
      const k = xs.map((a) => kernel(a, x));
      const m = k.reduce((sum, v, j) => sum + v * alpha[j], 0);
      const w = solve(covariance, k);
      const variance = Math.max(0, scale - k.reduce((sum, v, j) => sum + v * w[j], 0));
      expect(shown.mean[i]).toBeCloseTo(mean - m * unit, 6);
      expect(shown.deviation[i]).toBeCloseTo(Math.sqrt(variance) * unit, 3);
      // The expected improvement by Simpson's rule over the normal density.
      const sigma = Math.sqrt(variance + 1e-12);
      const best = Math.max(...values.map((v) => (mean - v) / unit));
      const steps = 4000;
      let sum = 0;
      for (let s = 0; s <= steps; s++) {
        const z = -9 + (18 * s) / steps;
        const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
        sum += (s === 0 || s === steps ? 1 : s % 2 === 1 ? 4 : 2) * Math.max(0, m + sigma * z - best) * density;
      }
      const improvement = (sum * (18 / steps)) / 3;
      expect(Math.abs(shown.improvement[i] / unit - improvement)).toBeLessThan(1e-5);
    });
  });

  test('passes through the observations and is certain there when there is no noise', () => {
    const model = Surrogate.of(textbook(xs))!;
    for (const x of xs) {
      const { mean, deviation } = model.at(model.coordinates({ x }));
      expect(Math.abs(mean - forrester(x))).toBeLessThan(1e-3);
      expect(deviation).toBeLessThan(0.05);
    }
  });

  test('the next point is where the expected improvement is largest', () => {
    const shown = drawn({ ...textbook(xs), x: 'x', through: 'next', cells: 501 });
    const largest = shown.logImprovement.reduce((a, b) => Math.max(a, b));
    expect(shown.next.logImprovement).toBeGreaterThanOrEqual(largest - 1e-9);
    expect(shown.next.improvement).toBeGreaterThan(0);
  });

  test('following the next point finds the minimum of the textbook function', () => {
    const tried = [0, 0.25, 0.5, 0.75, 1];
    for (let step = 0; step < 10; step++) tried.push(Number(Surrogate.of(textbook(tried))!.next().params.x));
    const best = tried.reduce((a, b) => (forrester(b) < forrester(a) ? b : a));
    expect(Math.abs(best - 0.75725)).toBeLessThan(1e-3);
  });

  test('a plane cuts through the held point: its row there is the line', () => {
    const space: Space = [
      { path: 'a', domain: { kind: 'float', low: 1e-4, high: 1, log: true } },
      { path: 'b', domain: { kind: 'int', low: 1, high: 9 } },
      { path: 'c', domain: { kind: 'choice', values: ['p', 'q'] } },
    ];
    const trials = Array.from({ length: 12 }, (_, i) => {
      const params = { a: 10 ** (-4 + (i * 7) / 20), b: 1 + ((i * 5) % 9), c: i % 3 === 0 ? 'p' : 'q' };
      return done(i, params, Math.sin(params.b) + Math.log10(params.a) ** 2 + (params.c === 'p' ? 1 : 0));
    });
    const study: SurrogateStudy = { space, trials, direction: 'maximize', seed: 1 };
    const plane = drawn({ ...study, x: 'a', y: 'b', through: 'best', cells: 9 });
    const row = drawn({ ...study, x: 'a', through: 'best', cells: 9 });
    expect([plane.x.at.length, plane.y!.at.length, plane.mean.length]).toEqual([9, 9, 81]);
    expect(Array.from(plane.y!.at)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(plane.x.at[0]).toBeCloseTo(1e-4, 12);
    expect(plane.x.at[4]).toBeCloseTo(1e-2, 12);
    const held = Number(plane.best.params.b) - 1;
    expect(Array.from(plane.mean.slice(9 * held, 9 * held + 9))).toEqual(Array.from(row.mean));
    const choices = drawn({ ...study, x: 'c', y: 'a', through: 'next', cells: 5 });
    expect([choices.x.at.length, choices.mean.length]).toEqual([2, 10]);
  });

  test.each([
    { kind: 'float', low: 0.001, high: 1, log: true },
    { kind: 'float', low: 0.1, high: 0.9, log: true, reverse: true },
    { kind: 'int', low: 2, high: 200, log: true },
    { kind: 'int', low: 0, high: 20, step: 5 },
    { kind: 'ordinal', values: ['small', 'middle', 'large'] },
    { kind: 'choice', values: ['p', 'q', 'r'] },
  ] as const)('what is drawn at a value of %o is what the model believes there', (domain) => {
    const space: Space = [{ path: 'x', domain: domain as Space[number]['domain'] }];
    const numeric = domain.kind === 'int' || domain.kind === 'float';
    const values = numeric ? [domain.low, (domain.low + domain.high) / 2, domain.high] : [...domain.values];
    const tried = values.map((x) => (domain.kind === 'int' ? Math.round(Number(x) / 5) * 5 || domain.low : x));
    if (domain.kind === 'int' && domain.step === undefined) tried[0] = domain.low;
    const trials = tried.map((x, i) => done(i, { x }, [3, 1, 2][i]));
    const study: SurrogateStudy = { space, trials, direction: 'minimize', seed: 2 };
    const model = Surrogate.of(study)!;
    const shown = drawn({ ...study, x: 'x', through: 'best', cells: 5 });
    const ends = [tried[0], tried[tried.length - 1]];
    ends.forEach((x, k) => {
      const at = k === 0 ? 0 : shown.x.at.length - 1;
      const believed = model.at(model.coordinates({ x: x as number | string })).mean;
      expect(Math.abs(shown.mean[at] - believed)).toBeLessThan(1e-9);
    });
  });

  test('says why there is none', () => {
    const question = { x: 'x', through: 'best', cells: 5 } as const;
    expect(picture({ ...textbook([0, 1]), ...question })).toBe('few-trials');
    expect(picture({ ...textbook(xs), ...question, x: 'y' })).toBe('no-axis');
    const fixed: Space = [{ path: 'x', domain: { kind: 'fixed', value: 1 } }];
    expect(picture({ ...textbook(xs), space: fixed, ...question })).toBe('no-axis');
    const failed = xs.map((x, i): PastTrial => ({ index: i, params: { x }, state: 'failed', value: null }));
    expect(picture({ ...textbook(xs), trials: failed, ...question })).toBe('few-trials');
    const infinite = xs.map((x, i) => done(i, { x }, Infinity));
    expect(picture({ ...textbook(xs), trials: infinite, ...question })).toBe('few-trials');
    const equal = xs.map((x, i) => done(i, { x }, 4));
    const flat = drawn({ ...textbook(xs), trials: equal, ...question });
    expect(flat.mean.every((value) => Math.abs(value - 4) < 1e-6)).toBe(true);
  });
});

describe('is it worth going on', () => {
  test('beta: 2 log(d n^2 pi^2 / 0.6)', () => {
    expect(betaOf(2, 20)).toBeCloseTo(2 * Math.log((2 * 400 * Math.PI ** 2) / 0.6), 12);
  });

  test('the bounds by dense algebra over the same points; the terminator has a fifth of beta', () => {
    const study = textbook(Array.from({ length: 24 }, (_, i) => ((i * 7) % 24) / 23));
    const better = [...study.trials].sort((a, b) => a.value! - b.value!).slice(0, 20);
    const model = Surrogate.of({ ...study, trials: study.trials.filter((one) => better.includes(one)) })!;
    const at = [
      ...better.map(({ params }) => Number(params.x)),
      ...sobolPoints(2048, 1, Stream.of(study.seed, 'regret bound')),
    ];
    const believed = at.map((x) => model.at(model.coordinates({ x })));
    const { regret, terminator } = regretBounds(study);
    for (const [bound, share] of [
      [regret, 1],
      [terminator, 1 / 5],
    ]) {
      const root = Math.sqrt(share * betaOf(1, 20));
      const least = Math.min(...believed.map(({ mean, deviation }) => mean - root * deviation));
      const reached = Math.min(...believed.slice(0, 20).map(({ mean, deviation }) => mean + root * deviation));
      expect(Math.abs(bound - (reached - least))).toBeLessThan(1e-6);
    }
  });

  test('says nothing on few trials, and the bound falls as the minimum is closed in on', () => {
    const early = Array.from({ length: 20 }, (_, i) => (i % 10) / 9.5 + (i >= 10 ? 0.03 : 0));
    const few = drawn({ ...textbook(early.slice(0, 19)), x: 'x', through: 'next', cells: 5 });
    expect(few.worth).toBeNull();
    const before = regretBounds(textbook(early)).regret;
    const close = Array.from({ length: 20 }, (_, i) => 0.7572 + (i - 10) * 0.004);
    const after = regretBounds(textbook([...early, ...close])).regret;
    expect(before).toBeGreaterThan(0);
    expect(after).toBeGreaterThanOrEqual(0);
    const late = drawn({ ...textbook([...early, ...close]), x: 'x', through: 'next', cells: 5 });
    const first = drawn({ ...textbook(early), x: 'x', through: 'next', cells: 5 });
    expect(late.worth!.gain).toBeLessThan(first.worth!.gain);
    expect(late.worth!.recent).toBeGreaterThanOrEqual(0);
  });
});

describe('parameters under a condition', () => {
  const space: Space = [
    { path: 'kind', domain: { kind: 'choice', values: ['sgd', 'adam'] } },
    { path: 'rate', domain: { kind: 'float', low: 0, high: 1 } },
    { path: 'momentum', domain: { kind: 'float', low: 0, high: 1 }, when: { path: 'kind', in: ['sgd'] } },
    { path: 'beta', domain: { kind: 'float', low: 0, high: 1 }, when: { path: 'kind', in: ['adam'] } },
  ];
  /** Adam is better whatever its beta; SGD is best at a momentum of 0.8. */
  const trials = Array.from({ length: 48 }, (_, i) => {
    const rate = ((i * 5) % 48) / 48;
    const own = ((i * 19) % 48) / 48;
    const sgd = i % 2 === 0;
    const params: PastTrial['params'] = sgd ? { kind: 'sgd', rate, momentum: own } : { kind: 'adam', rate, beta: own };
    return done(i, params, (rate - 0.4) ** 2 + (sgd ? 2 + 3 * (own - 0.8) ** 2 : 0));
  });
  const study: SurrogateStudy = { space, trials, direction: 'minimize', seed: 3, noiseless: true };

  test('are drawn where they exist', () => {
    const shown = drawn({ ...study, x: 'momentum', through: 'best', cells: 41 });
    expect(shown.heldAt).toBe('having');
    expect(shown.held.kind).toBe('sgd');
    const rest = (Number(shown.held.rate) - 0.4) ** 2 + 2;
    // Within a tenth of what momentum makes, all along.
    shown.x.at.forEach((momentum, i) =>
      expect(Math.abs(shown.mean[i] - rest - 3 * (momentum - 0.8) ** 2)).toBeLessThan(0.1 * 3 * 0.8 ** 2),
    );
    expect(drawn({ ...study, x: 'beta', through: 'best', cells: 5 })).toMatchObject({ heldAt: 'best' });
  });

  test('tell nothing where they do not exist', () => {
    const model = Surrogate.of(study)!;
    const at = (momentum: number) => model.at(model.coordinates({ kind: 'adam', rate: 0.4, momentum }));
    expect(at(0.1)).toEqual(at(0.9));
    expect(model.at(model.coordinates({ kind: 'sgd', momentum: 0.1 }))).not.toEqual(
      model.at(model.coordinates({ kind: 'sgd', momentum: 0.9 })),
    );
  });

  test('stand in the next point just where they exist', () => {
    const { params } = Surrogate.of(study)!.next();
    expect(Object.keys(params).sort()).toEqual(
      params.kind === 'sgd' ? ['kind', 'momentum', 'rate'] : ['beta', 'kind', 'rate'],
    );
  });

  test('two that never exist together have no picture; a parent and its child have one', () => {
    expect(picture({ ...study, x: 'momentum', y: 'beta', through: 'best', cells: 5 })).toBe('never-together');
    const both = drawn({ ...study, x: 'momentum', y: 'kind', through: 'next', cells: 5 });
    expect(new Set(both.mean.slice(0, 5)).size).toBe(5);
    expect(new Set(both.mean.slice(5)).size).toBe(1);
  });
});

test('trials of another program may lack a setting though no condition says so', () => {
  const space: Space = [
    { path: 'x', domain: { kind: 'float', low: 0, high: 1 } },
    { path: 'y', domain: { kind: 'float', low: 0, high: 1 } },
    { path: 'kind', domain: { kind: 'choice', values: ['a', 'b'] } },
  ];
  const trials = [0, 0.2, 0.4, 0.6, 0.8, 1].map((x, i) =>
    done(i, { x, ...(i % 2 ? { y: 1 - x, kind: i % 3 ? 'a' : 'b' } : {}) }, forrester(x)),
  );
  for (const x of ['x', 'y', 'kind']) {
    const shown = drawn({ space, trials, direction: 'minimize', seed: 5, x, through: 'next', cells: 5 });
    expect([...shown.mean, ...shown.deviation].every(Number.isFinite)).toBe(true);
  }
});

test('the next point keeps the rules of the study; the best trial its limits', () => {
  const study = textbook([0, 0.25, 0.5, 0.75, 1]);
  const constraints = [parseCondition('x < 0.3')];
  expect(Number(Surrogate.of(study)!.next().params.x)).toBeGreaterThan(0.3);
  expect(Number(Surrogate.of({ ...study, constraints })!.next().params.x)).toBeLessThan(0.3);
  const trials = study.trials.map((trial) => (trial.params.x === 0.75 ? { ...trial, violation: 1 } : trial));
  expect(Surrogate.of(study)!.best.params).toEqual({ x: 0.75 });
  expect(Surrogate.of({ ...study, trials })!.best.params).not.toEqual({ x: 0.75 });
});

describe('limits', () => {
  /** A limit that is broken from x = 0.45 on, ever more. */
  const limited = (edge: number): SurrogateStudy => {
    const study = textbook([0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1]);
    const trials = study.trials.map((trial) => {
      const over = Number(trial.params.x) - edge;
      return { ...trial, violations: [over], violation: Math.max(0, over) };
    });
    return { ...study, trials };
  };

  test('are drawn as the chance of keeping them, and the gain counts with that chance', () => {
    const study = limited(0.45);
    const shown = drawn({ ...study, x: 'x', through: 'best', cells: 41 });
    expect(shown.best.params).toEqual({ x: 0.125 });
    const values = study.trials.map(({ value }) => value!);
    const mean = values.reduce((a, b) => a + b) / values.length;
    const unit = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
    shown.x.at.forEach((x, i) => {
      const chance = shown.within![i];
      if (x < 0.4) expect(chance).toBeGreaterThan(0.99);
      if (x > 0.5) expect(chance).toBeLessThan(0.01);
      // Expected improvement over the best trial that keeps the limit, by Simpson's rule, times the chance.
      const sigma = Math.sqrt((shown.deviation[i] / unit) ** 2 + 1e-12);
      let sum = 0;
      const steps = 2000;
      for (let s = 0; s <= steps; s++) {
        const z = -9 + (18 * s) / steps;
        const gain = Math.max(0, (shown.best.value - shown.mean[i]) / unit + sigma * z);
        sum += (s === 0 || s === steps ? 1 : s % 2 === 1 ? 4 : 2) * gain * Math.exp(-0.5 * z * z);
      }
      const expected = (sum * (18 / steps)) / 3 / Math.sqrt(2 * Math.PI);
      expect(Math.abs(shown.improvement[i] / unit - chance * expected)).toBeLessThan(1e-5);
    });
    expect(Number(shown.next.params.x)).toBeLessThan(0.5);
    expect(shown.allowed).toBeUndefined();
  });

  test('that no trial keeps are what the next one is looked for by', () => {
    const shown = drawn({ ...limited(-0.1), x: 'x', through: 'next', cells: 41 });
    expect(shown.anyWithin).toBe(false);
    expect(shown.improvement).toEqual(shown.within);
    expect(shown.next.params.x).toBe(0);
    expect(shown.worth).toBeNull();
  });

  test('without a word in the trials leave the picture as it was, and rules between settings are told by cell', () => {
    const plain = { ...textbook([0, 0.25, 0.5, 0.75, 1]), x: 'x', through: 'best', cells: 11 } as const;
    const free = drawn(plain);
    expect([free.within, free.allowed, free.anyWithin]).toEqual([undefined, undefined, true]);
    const ruled = drawn({ ...plain, constraints: [parseCondition('x < 0.45')] });
    expect([...ruled.allowed!]).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
    expect(ruled.mean).toEqual(free.mean);
  });

  test('count in the bound of what is left: the best that keeps them is further from the best there is', () => {
    const xs = Array.from({ length: 25 }, (_, i) => i / 24);
    const study = textbook(xs);
    const trials = study.trials.map((trial) => {
      const over = Number(trial.params.x) - 0.45;
      return { ...trial, violations: [over], violation: Math.max(0, over) };
    });
    for (const one of ['regret', 'terminator'] as const)
      expect(regretBounds({ ...study, trials })[one]).toBeGreaterThan(regretBounds(study)[one] + 3);
  });
});
