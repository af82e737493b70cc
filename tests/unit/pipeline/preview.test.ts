// What the Features page is told of steps and rows.
import { expect, test } from 'vitest';
import { defaultFeatures, defaultSplit, type DeriveStep } from '$core/lab/document';
import { previewFeatures } from '$core/pipeline/derive/preview';
import { prepare } from '$core/pipeline/prepare';
import { added } from '$features/features/edits';
import { numbers, strings, tableOf } from '$datasets/columns';

const rows = 40;
const of = <T>(make: (i: number) => T) => Array.from({ length: rows }, (_, i) => make(i));
const table = tableOf([
  numbers(
    'n',
    of((i) => (i < 10 ? 1e6 + i : i)),
  ),
  strings(
    'c',
    of((i) => 'pq'[i % 2]),
  ),
  numbers(
    'y',
    of((i) => (7 * i) % 13),
  ),
]);
const labOf = (derive: readonly DeriveStep[] = []) => ({
  seed: 3,
  roles: { target: 'y', task: 'regression' as const, exclude: [] },
  features: { ...defaultFeatures, derive: [...derive] },
  split: defaultSplit,
});

test('rows that a rule leaves out are not counted and nothing is fitted on them, as in training', () => {
  const lab = { ...labOf(), rows: [{ drop: 'outside' as const, column: 'n', high: 100 }] };
  const preview = previewFeatures(table, lab);
  const { rowsOf } = prepare(table, lab);
  expect(preview.rows).toEqual({
    train: rowsOf.train.length,
    validation: rowsOf.validation.length,
    test: rowsOf.test.length,
  });
  expect(preview.rows.train + preview.rows.validation + preview.rows.test).toBe(30);
});

test('a step that is still to be told what to do says so, and does nothing', () => {
  const step = (type: string) => previewFeatures(table, labOf([{ id: 's', type }])).steps[0];
  expect(step('dropColumns')).toMatchObject({ state: 'failed', removed: [], error: { code: 'derive-choose' } });
  expect(step('groupFigures').error).toMatchObject({ code: 'derive-choose' });
  expect(step('expression').error).toMatchObject({ code: 'expression-empty' });
  const condition = { id: 's', type: 'filterRows', options: { rule: 'condition' } };
  expect(previewFeatures(table, labOf([condition])).steps[0].error).toMatchObject({ code: 'expression-empty' });
});

test('a new step begins with what a person would choose', () => {
  const lab = { ...labOf(), roles: { ...labOf().roles, exclude: ['when'] } } as Parameters<ReturnType<typeof added>>[0];
  const columns = [
    { name: 'when', type: 'date' as const },
    { name: 'c', type: 'categorical' as const },
  ];
  const last = (type: string) => added(type, columns)(lab).features.derive?.at(-1);
  expect(last('dateParts')).toEqual({ id: 'date-parts', type: 'dateParts', columns: ['when'] });
  expect(last('groupFigures')).toEqual({ id: 'group-figures', type: 'groupFigures', options: { by: 'c' } });
  expect(last('combine')).toEqual({ id: 'combine', type: 'combine' });
});
