// Decompositions against scikit-learn (fixture by sklearn_decompose.py), signs and order included.
import { describe, expect, test } from 'vitest';
import { TablabError } from '$core/errors/error';
import { defaultsOf, type Scalar } from '$core/fields/field';
import { fastIca } from '$core/decompose/fastIca';
import { nmf, nmfWeights } from '$core/decompose/nmf';
import { minimumDirections } from '$core/decompose/randomProjection';
import { dense, firstRows } from '$core/math/dense';
import { matrixStepDef } from '$core/pipeline/matrix/registry';
import type { MatrixTarget } from '$core/pipeline/matrix/step';
import { Stream } from '$core/rng/stream';
import { expectClose } from '../support/close';
import golden from './sklearn/decompose.json';

type Name = keyof typeof golden.tables;
const names = Object.keys(golden.tables) as Name[];
const table = (name: Name) => {
  const { rows, columns, x } = golden.tables[name];
  return dense(rows, columns, Float64Array.from(x));
};

const classesOf = (name: Name): MatrixTarget => {
  const { y } = golden.tables[name];
  const most = Math.max(...y);
  return { kind: 'classes', index: Int32Array.from(y), classes: Array.from({ length: most + 1 }, (_, i) => `${i}`) };
};

function run(
  type: string,
  name: Name,
  options: Record<string, Scalar>,
  target: MatrixTarget | null = null,
  rows?: number,
) {
  const def = matrixStepDef(type)!;
  const all = { ...defaultsOf(def.fields), ...options } as never;
  const x = table(name);
  const state = def.fit(rows ? firstRows(x, rows) : x, all, {
    target,
    stream: Stream.of(1, 'test'),
    names: Array.from({ length: x.columns }, (_, i) => `c${i}`),
    fail: (code, details) => new TablabError(code, { id: 'step', label: def.label, ...details }),
  }) as unknown as Record<string, number[]>;
  const scores = def.apply(state, x, all);
  return { state, scores: scores.values, back: def.invert?.(state, scores, all).values };
}

describe.each(names)('PCA of %s', (name) => {
  test.each(golden.pca[name])('$count, whitened: $whiten', ({ count, whiten, ...want }) => {
    const { state, scores, back } = run(
      'pca',
      name,
      count < 1 ? { choose: 'share', share: count, whiten } : { components: count, whiten },
    );
    if (!whiten) expectClose(state.weights, want.components, 1e-9, 'components');
    expectClose(state.variance, want.variance, 1e-10, 'variance');
    expectClose(state.ratio, want.ratio, 1e-10, 'ratio');
    expectClose(scores, want.scores, 1e-9, 'scores');
    expectClose(back!, want.back, 1e-9, 'reconstruction');
  });
});

test.each(names)('truncated SVD of %s', (name) => {
  const { count, ...want } = golden.truncatedSvd[name];
  const { state, scores, back } = run('truncatedSvd', name, { components: count });
  expectClose(state.weights, want.components, 1e-9, 'components');
  expectClose(state.variance, want.variance, 1e-9, 'variance');
  expectClose(state.ratio, want.ratio, 1e-9, 'ratio');
  expectClose(scores, want.scores, 1e-9, 'scores');
  expectClose(back!, want.back, 1e-9, 'reconstruction');
});

test.each(Object.keys(golden.lda) as (keyof typeof golden.lda)[])('linear discriminants of %s', (name) => {
  const { count, ...want } = golden.lda[name];
  const { state, scores } = run('lda', name, { components: 5 }, classesOf(name));
  expect(state.components).toBe(count);
  expectClose(state.weights, want.weights, 1e-7, 'weights');
  expectClose(state.ratio, want.ratio, 1e-9, 'ratio');
  expectClose(scores, want.scores, 1e-7, 'scores');
});

test.each(names)('partial least squares of %s', (name) => {
  const { rows, columns, x, y } = golden.tables[name];
  const values = Float64Array.from({ length: rows }, (_, r) => x[r * columns] + y[r]);
  for (const [target, want] of [
    [classesOf(name), golden.pls[name][0]],
    [{ kind: 'values', values } as const, golden.pls[name][1]],
  ] as const) {
    const { state, scores, back } = run('pls', name, { components: want.count }, target);
    const made = state.components as unknown as number;
    // scikit-learn keeps rows of zeros where the target has nothing left.
    expect(want.rotations.slice(made * columns).every((value) => value === 0)).toBe(true);
    expectClose(state.weights, want.rotations.slice(0, made * columns), 1e-8, 'rotations');
    if (made === want.count) expectClose(scores, want.scores, 1e-8, 'scores');
    expectClose(back!, want.back, 1e-8, 'reconstruction');
  }
});

test.each(Object.keys(golden.ica) as (keyof typeof golden.ica)[])('independent components of %s', (name) => {
  const { count, start, components, rounds, mean } = golden.ica[name];
  const got = fastIca(table(name), dense(count, count, Float64Array.from(start)), 1000);
  expect(got.rounds).toBe(rounds);
  expectClose(got.components.values, components, 1e-6, 'components');
  expectClose(got.mean, mean, 1e-11, 'mean');
});

test.each(names)('non-negative factors of %s', (name) => {
  const { count, x, h, w, rounds } = golden.nmf[name];
  const { rows, columns } = golden.tables[name];
  const matrix = dense(rows, columns, Float64Array.from(x));
  const got = nmf(matrix, count, Stream.of(1, 'test'));
  expect(got.rounds).toBe(rounds);
  expectClose(got.h.values, h, 1e-6, 'parts');
  expectClose(nmfWeights(matrix, dense(count, columns, Float64Array.from(h))).values, w, 1e-6, 'weights of rows');
});

describe.each(Object.keys(golden.kernelPca) as (keyof typeof golden.kernelPca)[])('kernel PCA of %s', (name) => {
  test.each(golden.kernelPca[name])('$options', ({ count, options, rows, eigenvalues, scores: want }) => {
    const { coef0, ...rest } = options as { kernel: string; gamma?: number; degree?: number; coef0?: number };
    const chosen = { components: count, ...rest, ...(coef0 === undefined ? {} : { coefficient: coef0 }) };
    const { state, scores } = run('kernelPca', name, chosen, null, rows);
    expectClose(state.eigenvalues, eigenvalues, 1e-9, 'eigenvalues');
    expectClose(scores, want, 1e-8, 'scores');
  });
});

test.each(golden.directions)('directions that keep the distances of %d points within %d', (points, share, want) => {
  expect(minimumDirections(points, share)).toBe(want);
});
