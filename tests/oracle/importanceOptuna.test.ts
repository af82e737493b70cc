// Parameter importances against Optuna 5.0.0 (fixtures by optuna_importance.py).
import { expect, test } from 'vitest';
import { fanova } from '$core/run/importance/fanova';
import { marginalVariances, type RegressionTree } from '$core/run/importance/regressionTree';
import { importances } from '$core/run/importance/method';
import { pedAnova } from '$core/run/importance/pedAnova';
import type { TrialRecord } from '$core/run/types';
import type { Space } from '$core/space/space';
import golden from './optuna/importance.json';

type Frozen = (typeof golden.studies)[number];
const question = (study: Frozen) => {
  const space = study.space as Space;
  const trials = study.trials.map(([values, value], index) => {
    const given = space.map(({ path }, i) => [path, (values as unknown[])[i]]).filter(([, v]) => v !== null);
    return { index, params: Object.fromEntries(given), state: 'done', value } as unknown as TrialRecord;
  });
  return { space, trials, direction: study.direction as 'minimize' | 'maximize', seed: 7 };
};
const studies = golden.studies.map((study, i) => [i, study] as const);

test.each(studies)('PED-ANOVA of study %d', (_i, study) => {
  const found = importances(pedAnova, question(study));
  const expected = study.pedAnova as Record<string, number | undefined>;
  expect(found).toHaveLength(Object.keys(expected).length);
  for (const { path, effect } of found) expect(Math.abs(effect! - expected[path]!)).toBeLessThan(1e-9);
});

test('PED-ANOVA does not see trials that were pruned or failed', () => {
  const asked = question(golden.studies[0]);
  const more = asked.trials.slice(0, 30).flatMap((trial) => [
    { ...trial, state: 'pruned' as const, value: -1e9 },
    { ...trial, state: 'failed' as const, value: null },
  ]);
  expect(importances(pedAnova, { ...asked, trials: [...asked.trials, ...more] })).toEqual(importances(pedAnova, asked));
});

const flat = studies.filter(([, { fanova: expected }]) => expected);
test.each(flat)('fANOVA of study %d: the order of the first three, and close shares', (_i, study) => {
  const found = importances(fanova, question(study));
  const expected = Object.entries(study.fanova!).sort((a, b) => b[1] - a[1]);
  expect(found.slice(0, 3).map(({ path }) => path)).toEqual(expected.slice(0, 3).map(([path]) => path));
});

test.each(golden.trees.map((tree, i) => [i, tree] as const))('exact marginals of tree %d', (_i, given) => {
  const tree: RegressionTree = { ...given, choice: given.feature.map(() => -1) };
  const axes = given.bounds.map(([low, high]) => ({ low, high }));
  const { total, marginals } = marginalVariances(tree, axes);
  expect(total).toBeCloseTo(given.variance, 10);
  given.marginals.forEach((expected, f) => expect(marginals[f]).toBeCloseTo(expected, 10));
});
