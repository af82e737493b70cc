// Parameter importance against scipy's Kruskal-Wallis test (fixtures by scipy_kruskal.py), and where it must be blind.
import { expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import { effectSize, kruskalWallis } from '$core/run/importance/kruskalWallis';
import { importances } from '$core/run/importance/method';
import type { TrialRecord } from '$core/run/types';
import type { Space } from '$core/space/space';
import golden from './scipy/kruskal.json';

test.each(golden.cases.map((one, i) => [i, one] as const))('case %d: eta^2_H = (H - k + 1) / (n - k)', (_i, one) => {
  const n = one.values.length;
  const k = new Set(one.groups).size;
  const expected = Math.max(0, (one.h - k + 1) / (n - k));
  expect(effectSize(one.values, one.groups)).toBeCloseTo(expected, 10);
});

const space: Space = [
  { path: 'noise', domain: { kind: 'float', low: 0, high: 1 } },
  { path: 'strong', domain: { kind: 'float', low: 0, high: 1 } },
  { path: 'kind', domain: { kind: 'choice', values: ['a', 'b'] } },
  { path: 'inner', domain: { kind: 'int', low: 1, high: 3 }, when: { path: 'kind', in: ['b'] } },
  { path: 'same', domain: { kind: 'fixed', value: 1 } },
];

const importanceOf = (of: Space, trials: TrialRecord[]) =>
  importances(kruskalWallis, { space: of, trials, direction: 'minimize', seed: 1 });

function trialsOf(count: number): TrialRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const rng = Stream.of(3, 'importance', index);
    const params = { noise: rng.uniform(), strong: rng.uniform(), kind: rng.below(2) ? 'b' : 'a', same: 1 };
    const value = Math.exp(20 * params.strong) + (params.kind === 'b' ? 1 : 0);
    const inner = params.kind === 'b' ? { inner: 1 + rng.below(3) } : {};
    return { index, params: { ...params, ...inner }, state: 'done', value } as unknown as TrialRecord;
  });
}

test('the parameter that decides comes first, whatever the scale of the objective; noise stays near zero', () => {
  const found = importanceOf(space, trialsOf(200));
  expect(found[0].path).toBe('strong');
  expect(found[0].effect).toBeGreaterThan(0.9);
  expect(found.find(({ path }) => path === 'noise')!.effect).toBeLessThan(0.1);
  expect(found.map(({ path }) => path)).not.toContain('same');
  const inner = found.find(({ path }) => path === 'inner')!;
  expect(inner.trials).toBe(trialsOf(200).filter(({ params }) => params.kind === 'b').length);
  expect(inner).toMatchObject({ groups: 3 });
});

test('too few trials, or none that ended well, give no number', () => {
  expect(importanceOf(space, trialsOf(5)).every(({ effect }) => effect === null)).toBe(true);
  const failed = trialsOf(50).map((trial) => ({ ...trial, state: 'failed' as const }));
  expect(importanceOf(space, failed).every(({ effect }) => effect === null)).toBe(true);
});

test('all values equal: nothing matters', () => {
  const flat = trialsOf(50).map((trial) => ({ ...trial, value: 1 }));
  expect(importanceOf(space, flat).find(({ path }) => path === 'strong')!.effect).toBe(0);
});
