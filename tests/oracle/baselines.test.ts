// The linear and nearest-neighbour baselines give scikit-learn's answers (fixtures by data_baselines.py), also with more
// columns than rows; the others follow from their definitions.
import { expect, test } from 'vitest';
import type { BaselineDef, BaselineInput, Rows } from '$core/baselines/baseline';
import { majority, median, stratified } from '$core/baselines/constant';
import { fitLogistic, linear, probabilitiesOf } from '$core/baselines/linear';
import { nearest } from '$core/baselines/nearest';
import { oneRule, ruleOf } from '$core/baselines/oneRule';
import golden from './data/baselines.json';
import { expectClose } from '../support/close';

const rowsOf = (rows: readonly number[][]): Rows => ({
  count: rows.length,
  width: rows[0].length,
  values: Float64Array.from(rows.flat()),
});
function answers(def: BaselineDef, input: BaselineInput): Float64Array {
  const work = def.fit(input);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

test.each(golden.cases.map((one, i) => [i, one] as const))('case %d', (_i, one) => {
  const { classes } = one;
  const input: BaselineInput = {
    task: classes === 0 ? 'regression' : classes === 2 ? 'binary' : 'multiclass',
    classes,
    train: rowsOf(one.train),
    target: Float32Array.from(one.target),
    validation: rowsOf(one.validation),
    seed: 1,
  };
  expectClose(answers(nearest, input), one.nearest, 1e-6, 'nearest');
  if (classes === 0) return expectClose(answers(linear, input), one.linear, 1e-6, 'ridge');
  const model = fitLogistic(input.train, one.target, classes, 1e-10, 5000);
  expectClose(probabilitiesOf(model, input.validation, classes), one.linear, 1e-6, 'logistic');
});

const steps: BaselineInput = {
  task: 'binary',
  classes: 2,
  train: rowsOf(Array.from({ length: 40 }, (_, i) => [i % 2, i])),
  target: Float32Array.from({ length: 40 }, (_, i) => Number(i >= 30)),
  validation: rowsOf([
    [0, 3],
    [1, 35],
  ]),
  seed: 1,
};

test('one rule cuts the telling feature where the class changes', () => {
  expect(ruleOf(steps.train, steps.target, 2, 1)).toMatchObject({ errors: 0, cuts: [29.5] });
  expect(ruleOf(steps.train, steps.target, 2, 0).errors).toBe(10);
  expectClose(answers(oneRule, steps), [31 / 32, 1 / 32, 1 / 12, 11 / 12], 1e-12, 'one rule');
});

test('constants and draws follow the shares', () => {
  expectClose(answers(majority, steps), [0.75, 0.25, 0.75, 0.25], 1e-12, 'majority');
  const many = { ...steps, validation: rowsOf(Array.from({ length: 4000 }, () => [0, 0])) };
  const drawn = answers(stratified, many);
  const ones = drawn.reduce((sum, value, i) => sum + (i % 2 ? value : 0), 0) / 4000;
  expect(Math.abs(ones - 0.25)).toBeLessThan(0.03);
  expectClose(
    answers(median, { ...steps, task: 'regression', classes: 0, target: Float32Array.of(1, 2, 9, 10) }),
    [5.5, 5.5],
    1e-12,
    'median',
  );
});
