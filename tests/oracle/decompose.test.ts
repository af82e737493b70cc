// Decompositions against scikit-learn (fixture by sklearn_decompose.py), signs and order included.
import { describe, test } from 'vitest';
import { TablabError } from '$core/errors/error';
import { defaultsOf, type Scalar } from '$core/fields/field';
import { dense } from '$core/math/dense';
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

function run(type: string, name: Name, options: Record<string, Scalar>, target: MatrixTarget | null = null) {
  const def = matrixStepDef(type)!;
  const all = { ...defaultsOf(def.fields), ...options } as never;
  const x = table(name);
  const state = def.fit(x, all, {
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
