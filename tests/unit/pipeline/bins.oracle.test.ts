// Bins by the target and replaced outliers, against goldens (tests/oracle/sklearn_bins.py).
import { expect, test } from 'vitest';
import { defaultsOf } from '$core/fields/field';
import type { NumberTarget } from '$core/pipeline/numberStep';
import { transforms } from '$core/pipeline/transforms/registry';
import golden from '../../oracle/sklearn/bins.json';
import { expectClose } from '../../support/close';
import { thrownCode } from '../../support/thrown';

const defOf = (wanted: string) => transforms.find(({ type }) => type === wanted)!;
const bins = defOf('targetBins');
const classes = (y: readonly number[]): NumberTarget => ({
  kind: 'classes',
  index: Int32Array.from(y),
  count: Math.max(...y) + 1,
});
const fit = (x: readonly number[], options: object, target: NumberTarget | null) =>
  bins.fit(Float64Array.from(x), { ...defaultsOf(bins.fields), ...options } as never, 'x', target) as {
    edges: number[];
  };

test.each(golden.mdl)('MDL edges $edges', ({ x, y, edges }) =>
  expectClose(fit(x, { method: 'mdl' }, classes(y)).edges, edges, 1e-9, 'edges'),
);

test.each(golden.tree)('tree of depth $depth, $kind', ({ kind, depth, least, x, y, edges, bins: expected }) => {
  const target: NumberTarget = kind === 'classes' ? classes(y) : { kind: 'values', values: Float64Array.from(y) };
  const state = fit(x, { depth, least }, target);
  expectClose(state.edges, edges, 1e-9, 'edges');
  expect([...bins.apply(state, Float64Array.from(x), 'x')]).toEqual(expected);
});

test('edges by description need classes, and all of them a target', () => {
  const values: NumberTarget = { kind: 'values', values: Float64Array.of(1, 2) };
  expect(thrownCode(() => fit([1, 2], { method: 'mdl' }, values))).toBe('step-target');
  expect(thrownCode(() => fit([1, 2], {}, null))).toBe('step-target');
});

test.each(golden.outliers)('outliers replaced, $options', ({ options, x, on, far }) => {
  const def = defOf('outliers');
  const values = Float64Array.from(x);
  const made = def.apply(def.fit(values, { ...defaultsOf(def.fields), ...options } as never, 'x'), values, 'x');
  expectClose(made, on, 1e-11, 'values');
  expect(values.filter((value, i) => value !== made[i])).toHaveLength(far);
});
