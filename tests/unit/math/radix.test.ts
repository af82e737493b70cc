// Radix sorting against the platform's own sort, on everything a double can be.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderFloats, sortFloats } from '$core/math/radix';
import { Stream } from '$core/rng/stream';

const numbers = fc.oneof(
  fc.double({ noNaN: true }),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0, -0, 5e-324, -5e-324, 1e308, -1e308, Infinity, -Infinity),
);
/** More than what is left to the platform, made of few drawn values. */
const many = fc
  .array(numbers, { minLength: 1, maxLength: 200 })
  .map((some) => Float64Array.from({ length: 1500 }, (_, i) => some[(i * 7919) % some.length]));

test('sorts as the platform does, to the bit', () => {
  fc.assert(
    fc.property(many, (values) => {
      const bits = (array: Float64Array) => [...new BigUint64Array(array.buffer)];
      expect(bits(sortFloats(values.slice()))).toEqual(bits(values.slice().sort()));
    }),
  );
});

test('orders stably either way, missing last', () => {
  const some = fc.array(fc.oneof(numbers, fc.constant(NaN)), { minLength: 1, maxLength: 60 });
  const values = fc
    .tuple(some, fc.constantFrom(1, 3, 1500))
    .map(([few, n]) => Float64Array.from({ length: n }, (_, i) => few[(i * 7919) % few.length]));
  fc.assert(
    fc.property(values, fc.boolean(), (drawn, descending) => {
      const expected = [...drawn.keys()].sort((a, b) => {
        const [x, y] = [drawn[a], drawn[b]];
        if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
        return x === y ? 0 : (descending ? y < x : x < y) ? -1 : 1;
      });
      expect([...orderFloats(drawn, descending)]).toEqual(expected);
    }),
  );
});

test('a hundred thousand numbers come out in order', () => {
  const rng = Stream.of(1, 'radix');
  const sorted = sortFloats(Float64Array.from({ length: 100_000 }, () => rng.normal() * 1e3));
  expect(sorted.findIndex((value, i) => i > 0 && value < sorted[i - 1])).toBe(-1);
});
