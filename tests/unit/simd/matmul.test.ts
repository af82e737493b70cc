// The matrix product over all orientations and awkward sizes: exactly the sum in order, one rounding per operation.
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { Stream } from '$core/rng/stream';
import { matmulFlags as flags, panelSize, sparseSize } from '$engine/plan/kernels';
import { bench, type Bench } from './support/kernels';

let kernels: Bench;
beforeAll(async () => {
  kernels = await bench();
});

const sizes = [1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 31, 63, 65];
const size = fc.constantFrom(...sizes);
const { fround } = Math;

it('equals the ordered float32 sum', () => {
  fc.assert(
    fc.property(size, size, fc.oneof(size, fc.constant(600)), fc.nat(15), fc.boolean(), (m, n, k, mask, withBias) => {
      const rng = Stream.of(m * 1000 + n, 'matmul', k);
      const normals = (count: number) => Float32Array.from({ length: count }, () => rng.normal());
      const [a, b, c, bias] = [normals(m * k), normals(k * n), normals(m * n), normals(n)];
      const at = [a, b, bias, c].map((values) => kernels.put(values));
      const guard = kernels.room(16 + panelSize(k));
      kernels.call('matmul', at[0], at[1], withBias ? at[2] : 0, at[3], guard, m, n, k, mask);
      const got = kernels.read(at[3], m * n);
      for (const place of [...at, guard]) kernels.memory.release(place);
      const has = (flag: number) => (mask & flag) !== 0;
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let sum = has(flags.accumulate) ? c[i * n + j] : withBias ? bias[j] : 0;
          for (let p = 0; p < k; p++) {
            const left = has(flags.transposedA) ? a[p * m + i] : a[i * k + p];
            const right = has(flags.transposedB) ? b[j * k + p] : b[p * n + j];
            sum = fround(sum + fround(left * right));
          }
          if (has(flags.relu)) sum = Math.max(sum, 0);
          if (got[i * n + j] !== sum)
            expect.fail(`${m}x${n}x${k} flags ${mask}: [${i},${j}] ${got[i * n + j]} not ${sum}`);
        }
      }
    }),
    { numRuns: 300 },
  );
});

it('skips zeros of a sparse factor without changing a bit', () => {
  fc.assert(
    fc.property(
      fc.oneof(size, fc.constant(130)),
      size,
      fc.oneof(size, fc.constant(300)),
      fc.constantFrom(0, 2, 8),
      fc.boolean(),
      fc.integer({ min: 1, max: 9 }),
      (m, n, k, mask, withBias, share) => {
        const rng = Stream.of(m * 1000 + n, 'sparse', k, share);
        const normals = (count: number) => Float32Array.from({ length: count }, () => rng.normal());
        const a = normals(m * k).map((x) => (rng.below(10) < share ? 0 : x));
        const [b, bias] = [normals(k * n), normals(n)];
        // Dead biases: -0 must not show through either.
        bias.fill(-0, 0, n >> 1);
        const at = [a, b, bias].map((values) => kernels.put(values));
        const guard = kernels.room(mask === 8 ? panelSize(k) : sparseSize(m, k));
        const beyond = kernels.put(new Float32Array(16).fill(7));
        const results = [mask, mask | flags.sparseA].map((all) => {
          const c = kernels.room(m * n);
          kernels.call('matmul', at[0], at[1], withBias && mask !== 8 ? at[2] : 0, c, guard, m, n, k, all);
          const bits = [...new Uint32Array(kernels.read(c, m * n).buffer)];
          kernels.memory.release(c);
          return bits;
        });
        expect(kernels.read(beyond, 16)).toEqual(new Float32Array(16).fill(7));
        for (const place of [...at, guard, beyond]) kernels.memory.release(place);
        expect(results[1]).toEqual(results[0]);
      },
    ),
    { numRuns: 300 },
  );
});
