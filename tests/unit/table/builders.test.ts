// Columns that grow cell by cell give back what was pushed, whatever block a cell falls into.
import { expect, test } from 'vitest';
import { Codes, Numbers, Strings } from '$core/table/builders';

test.each([0, 1, 255, 256, 257, 1280, 1281, 5376, 70_000, 200_001])('%i cells come back in order', (rows) => {
  const numbers = new Numbers();
  const codes = new Codes();
  for (let i = 0; i < rows; i++) {
    numbers.push(i / 2);
    codes.push(-i);
  }
  expect([numbers.length, codes.length]).toEqual([rows, rows]);
  const { values } = numbers.finish();
  const whole = codes.finish();
  expect([values.length, whole.length]).toEqual([rows, rows]);
  expect(values.findIndex((value, i) => value !== i / 2)).toBe(-1);
  expect(whole.findIndex((code, i) => code !== -i)).toBe(-1);
  expect([numbers.length, codes.length]).toEqual([0, 0]);
});

test('a finished builder starts anew', () => {
  const numbers = new Numbers();
  for (let i = 0; i < 3000; i++) numbers.push(i);
  numbers.finish();
  numbers.push(7);
  expect(numbers.finish().values).toEqual(Float64Array.of(7));
});

test('texts keep the order of their first occurrence', () => {
  const strings = new Strings();
  for (const one of ['b', null, 'a', 'b']) strings.push(one);
  expect(strings.finish()).toEqual({ kind: 'dict', codes: Int32Array.of(0, -1, 1, 0), dictionary: ['b', 'a'] });
});
