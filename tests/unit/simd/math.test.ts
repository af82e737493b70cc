// The stated errors of the kernels' own elementary functions, in units in the last place against float64.
import { beforeAll, expect, it } from 'vitest';
import { bench, type Bench } from './support/kernels';

let kernels: Bench;
beforeAll(async () => {
  kernels = await bench();
});

const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);
const fromBits = (b: number) => {
  bits[0] = b;
  return float[0];
};

/** Floats of both signs with magnitudes in [low, high], about `count` of them, spread evenly over bit patterns. */
function spread(low: number, high: number, count: number, negative: boolean): Float32Array {
  float[0] = low;
  const first = bits[0];
  float[0] = high;
  const last = bits[0];
  const step = Math.max(1, Math.floor((last - first) / count));
  const values: number[] = [];
  for (let b = first; b <= last; b += step) {
    const x = fromBits(b);
    values.push(x);
    if (negative) values.push(-x);
  }
  while (values.length % 4) values.push(low);
  return Float32Array.from(values);
}

const ulp = (x: number) => {
  float[0] = Math.max(Math.abs(x), 2 ** -126);
  return 2 ** ((bits[0] >>> 23) - 127 - 23);
};

function apply(which: number, x: Float32Array): Float32Array {
  const from = kernels.put(x);
  const to = kernels.room(x.length);
  kernels.call('elementary', from, to, x.length, which);
  const y = kernels.read(to, x.length);
  kernels.memory.release(from);
  kernels.memory.release(to);
  return y;
}

/** erf by its series near zero and its continued fraction beyond, in float64. */
function erf(x: number): number {
  const a = Math.abs(x);
  if (a < 2.5) {
    let term = a;
    let sum = a;
    for (let n = 1; n < 100; n++) {
      term *= (-a * a) / n;
      sum += term / (2 * n + 1);
    }
    return Math.sign(x) * (2 / Math.sqrt(Math.PI)) * sum;
  }
  let f = 0;
  for (let k = 60; k > 0; k--) f = k / 2 / (a + f);
  return Math.sign(x) * (1 - Math.exp(-a * a) / (Math.sqrt(Math.PI) * (a + f)));
}

const functions: [string, (x: number) => number, number, number, boolean, number][] = [
  ['exp', Math.exp, 1e-10, 87, true, 2],
  ['expm1', Math.expm1, 1e-10, 87, true, 2],
  ['log', Math.log, 2 ** -126, 3e38, false, 2],
  ['log1p', Math.log1p, 1e-30, 1, false, 2],
  ['tanh', Math.tanh, 1e-10, 20, true, 2],
  ['sigmoid', (x) => 1 / (1 + Math.exp(-x)), 1e-10, 80, true, 3],
  ['erf', erf, 1e-10, 6, true, 2],
];

it.each(functions)('%s stays within its stated error', (name, truth, low, high, negative, limit) => {
  const x = spread(low, high, 400_000, negative);
  const y = apply(
    functions.findIndex(([n]) => n === name),
    x,
  );
  let worst = 0;
  let where = 0;
  x.forEach((value, i) => {
    const exact = truth(value);
    const error = Math.abs(y[i] - exact) / ulp(exact);
    if (error > worst || Number.isNaN(error)) [worst, where] = [error, value];
  });
  console.log(`${name}: ${worst.toFixed(2)} ULP at ${where}`);
  expect(worst, `at ${where}`).toBeLessThanOrEqual(limit);
});

it('meets the edges', () => {
  const x = Float32Array.of(0, -0, 200, -200, Infinity, -Infinity, NaN, -110);
  expect([...apply(0, x)]).toEqual([1, 1, Infinity, 0, Infinity, 0, NaN, 0]);
  expect([...apply(4, x)]).toEqual([0, -0, 1, -1, 1, -1, NaN, -1]);
  expect([...apply(5, x)]).toEqual([0.5, 0.5, 1, 0, 1, 0, NaN, 0]);
  expect([...apply(6, x)]).toEqual([0, -0, 1, -1, 1, -1, NaN, -1]);
});
