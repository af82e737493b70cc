// What the Gaussian process computes by kernels has the bits of the plain loops: alone, in whole fits, and in asks.
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { exp } from '$core/math/elementary';
import { Stream } from '$core/rng/stream';
import { fit } from '$core/samplers/gp/fit';
import { numericsBy, plainNumerics, type Numerics } from '$core/samplers/gp/numerics';
import { samplerDef, samplerOptions } from '$core/samplers/registry';
import { pointKey, samplePoint } from '$core/space/points';
import type { ParamValues } from '$core/space/space';
import { quickNumerics } from '$engine/simd/numerics';
import { ten } from '../../bench/support/tenParameters';

const quick = await quickNumerics();
afterEach(() => numericsBy(plainNumerics));

const bits = (x: Float64Array) => Buffer.from(x.slice().buffer).toString('base64');
const normals = (rng: Stream, n: number) => Float64Array.from({ length: n }, () => rng.normal());
const room = 1 << 21;

/** Does the same by the plain loops and by kernels, on the same numbers; `arrays` says which came out. */
function both(work: (by: Numerics, put: (x: Float64Array) => Float64Array) => readonly Float64Array[]): void {
  const [plain, kernels] = [plainNumerics, quick].map((by) =>
    by.during(room, () => {
      const put = (x: Float64Array) => {
        const there = by.array(x.length);
        there.set(x);
        return there;
      };
      return work(by, put).map(bits);
    }),
  );
  expect(kernels).toEqual(plain);
}

/** Runs on sizes from 1 to `most` and on seeds. */
const sized = (most: number, check: (n: number, rng: Stream) => void, numRuns = 60) =>
  fc.assert(
    fc.property(fc.integer({ min: 1, max: most }), fc.nat(), (n, seed) => check(n, Stream.of(seed, 'numerics', n))),
    { numRuns },
  );

/** A positive definite matrix; above its diagonal, what must not be read. */
function definite(n: number, rng: Stream): Float64Array {
  const b = normals(rng, n * n);
  const a = new Float64Array(n * n).fill(NaN);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) a[i * n + j] = plainNumerics.dot(b, i * n, b, j * n, n) + (i === j ? 0.5 : 0);
  return a;
}

const triangle = (a: Float64Array, n: number) =>
  Float64Array.from({ length: n * n }, (_, at) => (at % n <= Math.floor(at / n) ? a[at] : 0));

test('arrays are given back, lie in the kernels’ memory, and are ordinary ones outside or where it is full', () => {
  const { buffer } = quick.during(room, () => quick.array(3));
  quick.during(room, () => {
    const first = quick.array(5).fill(1);
    const inner = quick.during(0, () => quick.array(5).fill(2).byteOffset);
    const second = quick.array(5);
    expect(second.byteOffset).toBe(inner);
    expect([first.buffer, second.buffer]).toEqual([buffer, buffer]);
    expect([...first, ...second]).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
    expect(quick.array(room).buffer).not.toBe(buffer);
  });
  expect(quick.array(4).buffer).not.toBe(buffer);
  expect(() => quick.during(room, () => expect.fail('inside'))).toThrow('inside');
  expect(quick.during(room, () => quick.array(3).byteOffset)).toBe(quick.during(room, () => quick.array(9).byteOffset));
});

test('factors, solves and inverses', () => {
  sized(45, (n, rng) => {
    const a = definite(n, rng);
    const right = normals(rng, 21 * n);
    const count = 1 + rng.below(21);
    both((by, put) => {
      const l = put(a);
      expect(by.cholesky(l, n)).toBe(true);
      const many = put(right.slice(0, count * n));
      by.solveRows(l, n, many, count);
      const one = by.solveLower(l, n, put(right.slice(0, n)));
      const back = by.solveLowerTransposed(l, n, put(right.slice(0, n)));
      const inverse = by.array(n * n);
      by.inverse(l, n, inverse, by.array(n * n));
      const sum = Float64Array.of(by.dot(many, n * (count - 1), l, n * (n - 1), n));
      return [triangle(l, n), many, one, back, triangle(inverse, n), sum];
    });
  });
});

test('what is not positive definite is refused', () => {
  sized(20, (n, rng) => {
    for (const wrong of [-1, 0, NaN, Infinity]) {
      const a = definite(n, rng);
      const i = rng.below(n);
      a[i * n + i] = wrong;
      for (const by of [plainNumerics, quick])
        by.during(room, () => {
          const l = by.array(n * n);
          l.set(a);
          expect(by.cholesky(l, n)).toBe(false);
        });
    }
  });
});

test('kernel rows, near, far and where the distance is no number', () => {
  sized(
    40,
    (count, rng) => {
      const dimensions = 1 + rng.below(11);
      const kinds = Float64Array.from({ length: dimensions }, () => rng.below(2));
      const place = (d: number) => (kinds[d] ? rng.below(3) - 1 : rng.uniform());
      const columns = Float64Array.from({ length: count * dimensions }, (_, at) => place(Math.floor(at / count)));
      const rows = 1 + rng.below(4);
      const x = Float64Array.from({ length: rows * dimensions }, (_, at) => place(at % dimensions));
      // Squared inverse length scales up to where e to the distance leaves the numbers.
      const q = Float64Array.from({ length: dimensions }, () => exp(6 * rng.normal()));
      if (rng.below(10) === 0) q[rng.below(dimensions)] = Infinity;
      const scale = exp(rng.normal());
      both((by, put) => {
        const to = { columns: put(columns), kinds: put(kinds), count };
        const [k, slopes, alone] = [by.array(rows * count), by.array(rows * count), by.array(count)];
        const places = put(x);
        by.maternRows(to, put(q), scale, { x: places, at: 0, rows }, k, slopes);
        by.maternRows(to, put(q), scale, { x: places, at: (rows - 1) * dimensions, rows: 1 }, alone);
        expect(bits(alone)).toBe(bits(k.slice((rows - 1) * count)));
        return [k, slopes];
      });
    },
    200,
  );
});

test('the kernel at distances where exp changes its way', () => {
  const roots = [
    0, 1e-300, 0.3, 0.34657359027997264, 0.35, 1, 36, 699.9, 700.1, 708.3, 709, 720, 744, 745.2, 1e4, 1e200,
  ];
  const columns = Float64Array.from(roots, (r) => r / Math.sqrt(5));
  const count = roots.length;
  both((by, put) => {
    const [k, slopes] = [by.array(count), by.array(count)];
    const to = { columns: put(columns), kinds: by.array(1), count };
    by.maternRows(to, put(Float64Array.of(1)), 1, { x: by.array(1), at: 0, rows: 1 }, k, slopes);
    return [k, slopes];
  });
});

test('the covariance of all pairs and its gradient', () => {
  sized(30, (n, rng) => {
    const dimensions = 1 + rng.below(11);
    const pairs = normals(rng, ((n * (n - 1)) / 2) * dimensions).map((x) => x * x);
    const q = normals(rng, dimensions).map((x) => exp(2 * x));
    const [inverse, alpha] = [normals(rng, n * n), normals(rng, n)];
    both((by, put) => {
      const of = { pairs: put(pairs), n, dimensions };
      const [k, slopes] = [by.array(n * n), by.array((n * (n - 1)) / 2)];
      by.maternPairs(of, put(q), 1.3, k, slopes);
      const gradient = by.array(dimensions + 2);
      const at = { k, slopes, inverse: put(inverse), alpha: put(alpha), shares: by.array(n) };
      by.maternGradient(of, 1.3, at, gradient);
      return [triangle(k, n), slopes, gradient];
    });
  });
});

const points: ParamValues[] = Array.from({ length: 60 }, (_, i) => samplePoint(ten, Stream.of(1, 'past', i)));
const gp = samplerDef('gp');

test.each([
  ['alone', 45, [], 200],
  ['with asks in flight', 30, [45, 46, 47], 200],
  ['with more trials than are used', 45, [], 25],
  ['with limits', 40, [], 200],
  ['that may look closer', 45, [], 200],
] as const)('an ask %s', (what, count, running, most) => {
  const trials = points.slice(0, count).map((params, index) => ({
    index,
    params,
    state: 'done' as const,
    value: Number(params.a) * Number(params.e) + Number(params.b),
    ...(what === 'with limits'
      ? { violations: [Number(params.a) - 0.5], violation: Math.max(0, Number(params.a) - 0.5) }
      : {}),
  }));
  const ask = () =>
    gp.ask({
      space: ten,
      index: count + running.length,
      trials,
      pending: running.map((i) => points[i]),
      seen: new Set(points.map(pointKey)),
      direction: 'minimize',
      rng: Stream.of(3, 'sampler', count),
      shared: Stream.of(3, 'sampler', 'shared'),
      options: samplerOptions(gp, { most, ...(what === 'that may look closer' ? { ranked: true, close: true } : {}) }),
    });
  const plain = ask();
  numericsBy(quick);
  expect(ask()).toEqual(plain);
});

test('a fit of points that nothing tells apart', () => {
  const same = { count: 12, x: new Float64Array(24).fill(0.5), categorical: [false, true] };
  const values = normals(Stream.of(1, 'same'), 12);
  const plain = fit(same, values, true);
  numericsBy(quick);
  expect(fit(same, values, true)).toEqual(plain);
});
