import { expect, test } from 'vitest';
import { exampleById } from '$core/lab/examples/registry';
import { prunerDefs } from '$core/pruners/registry';
import { checkFolds } from '$core/validation/check';

const { lab } = exampleById('cars')!;
const folds = { method: 'kfold', folds: 3 } as const;

test('pruners that hand weights on or read how a training goes are refused with cross-validation, others are not', () => {
  const refused = prunerDefs.flatMap(({ type }) => {
    try {
      checkFolds(folds, lab, type);
      return [];
    } catch (error) {
      return [[type, (error as { code: string }).code]];
    }
  });
  expect(refused).toEqual([
    ['population', 'folds-no-rungs'],
    ['extrapolation', 'folds-no-curve'],
    ['patient', 'folds-no-curve'],
  ]);
});

test('folds that the data cannot have are refused', () => {
  const code = (plan: Parameters<typeof checkFolds>[0]) => {
    try {
      checkFolds(plan, lab);
      return null;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  expect(code(folds)).toBeNull();
  expect(code({ method: 'stratified', folds: 3 })).toBe('folds-no-classes');
  expect(code({ method: 'time', folds: 3, repeats: 2, column: 'Year' })).toBe('folds-time-once');
  expect(code({ method: 'grouped', folds: 3 })).toBe('folds-column-missing');
  expect(code({ method: 'grouped', folds: 3, column: lab.roles.target })).toBe('split-column-target');
});
