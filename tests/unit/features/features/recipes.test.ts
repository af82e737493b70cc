import { expect, test } from 'vitest';
import { parseLab } from '$core/lab/validate';
import { examples } from '$core/lab/examples/registry';
import { numbers, strings, tableOf } from '$datasets/columns';
import { previewOf } from '$features/features/recipePreview';
import { lists, defOf, valuesOf, withFeature, withRecipe } from '$features/features/recipes';

const lab = parseLab(JSON.parse(JSON.stringify(examples[0].lab)));
const table = tableOf([
  numbers(
    'n',
    Array.from({ length: 40 }, (_, i) => i - 3),
  ),
  strings(
    'c',
    Array.from({ length: 40 }, (_, i) => 'abc'[i % 3]),
  ),
  numbers(
    'y',
    Array.from({ length: 40 }, (_, i) => i),
  ),
]);
const regression = { ...lab, roles: { target: 'y', task: 'regression' as const, exclude: ['n'] } };

test('a recipe is added, changed and, once empty, gone without a trace', () => {
  const added = withRecipe('n', (recipe) => ({ ...recipe, scale: { type: 'robust' } }))(lab);
  expect(parseLab(added).features.columns).toEqual({ n: { scale: { type: 'robust' } } });
  expect(withFeature('n', lab)).toBe(lab);
  const left = { ...lab, roles: { ...lab.roles, exclude: ['n', 'c'] } };
  expect(withFeature('n', left).roles.exclude).toEqual(['c']);
  const both = withRecipe('n', (recipe) => ({ ...recipe, transforms: [{ type: 'log' }] }))(added);
  expect(both.features.columns?.n).toEqual({ scale: { type: 'robust' }, transforms: [{ type: 'log' }] });
  expect(withRecipe('n', () => ({ scale: undefined, transforms: [] }))(both)).toEqual(lab);
});

test('every choice has a description with defaults', () => {
  for (const kind of ['numbers', 'categories'] as const) {
    for (const part of ['impute', 'scale', 'encode'] as const) {
      for (const { value } of lists[kind][part]) {
        if (value === 'none' && part === 'impute') continue;
        const def = defOf(part, value)!;
        expect(Object.keys(valuesOf(part, { type: value }))).toEqual(Object.keys(def.fields));
      }
    }
  }
});

test('the preview shows training rows before and after, and names what cannot be done', () => {
  const made = previewOf(table, withRecipe('n', () => ({ scale: { type: 'minMax' } }))(regression), 'n');
  if (made.kind !== 'made') throw new Error(made.error.message);
  expect(made.before!.counts.reduce((a, b) => a + b)).toBe(made.rows);
  expect([made.after!.edges[0], made.after!.edges.at(-1)]).toEqual([0, 1]);
  const failed = previewOf(table, withRecipe('n', () => ({ transforms: [{ type: 'log' }] }))(regression), 'n');
  expect(failed).toMatchObject({ kind: 'error', error: { code: 'step-domain', details: { column: 'n' } } });
});

test.each([
  ['recipe-no-values', numbers('n', new Array<number>(40).fill(NaN))],
  [
    'recipe-not-used',
    {
      ...strings(
        'n',
        Array.from({ length: 40 }, (_, i) => `a word ${i}`),
      ),
      type: 'text' as const,
    },
  ],
])('a column that gives no feature is told as that column: %s', (code, column) => {
  const preview = previewOf({ ...table, columns: [column, table.columns[2]] }, regression, 'n');
  expect(preview).toMatchObject({ kind: 'error', error: { code, details: { column: 'n' } } });
});

test('a category shows what it becomes', () => {
  const of = (type: string) => {
    const preview = previewOf(
      { ...table, columns: table.columns.slice(1) },
      withRecipe('c', () => ({ encode: { type } }))(regression),
      'c',
    );
    return preview.kind === 'made' ? preview.names : preview.error;
  };
  expect(of('target')).toEqual(['c']);
  expect(of('onehot')).toEqual(['c=a', 'c=b', 'c=c']);
  expect(of('codes')).toEqual([]);
});
