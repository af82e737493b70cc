// Rows of size 1 against scikit-learn's Normalizer (tests/oracle/sklearn_derive.py).
import { expect, test } from 'vitest';
import { dense } from '$core/math/dense';
import { matrixStepDef } from '$core/pipeline/matrix/registry';
import golden from '../../oracle/sklearn/derive.json';
import { expectClose } from '../../support/close';

const { x } = golden.polynomial;
const def = matrixStepDef('normalize')!;

test.each(golden.normalize)('$norm', ({ norm, values }) => {
  const made = def.apply({}, dense(x.length, x[0].length, Float64Array.from(x.flat())), { norm } as never);
  expectClose(made.values, values.flat(), 1e-11, norm);
});

test('a row of zeros stays', () => {
  expect([...def.apply({}, dense(2, 2, Float64Array.of(0, 0, 3, 4)), { norm: 'l2' } as never).values]).toEqual([
    0, 0, 0.6, 0.8,
  ]);
});
