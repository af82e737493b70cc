// Symmetric matrices to tridiagonal form and vectors back, by kernels: the bits of `plainReduction`, some times sooner.
// Both triangles are kept, so that rows serve as columns, and a reflection is applied in the pass that multiplies with the
// next one.
import { halfStep, plainReduction, type Reduction } from '$core/math/tridiagonal';
import type { Memory } from './memory';
import { mirror } from './packing';
import type { KernelExports } from './wasm';

type Reflect = (a: number, n: number, from: number, stride: number, v: number, p: number, w: number, y: number) => void;
type Back = (reflections: number, n: number, scales: number, vectors: number, count: number) => void;

/** Below, plain loops are as quick; above, the memory would never be given back. */
const [fewest, most] = [32, 4096];

export const quickReduction = (memory: Memory, exports: KernelExports): Reduction => ({
  hold: holder(memory, exports.reflect64 as Reflect),
  back: backer(memory, exports.reflectBack64 as Back),
});

const suits = (n: number) => n >= fewest && n <= most;

function backer(memory: Memory, kernel: Back): Reduction['back'] {
  return (form, vectors, count) => {
    const { n, reflections, scales } = form;
    if (!suits(n) || count > n) return plainReduction.back(form, vectors, count);
    const at = memory.allocate(8 * (n * n + n + count * n));
    const f64 = memory.f64;
    const [atScales, atVectors] = [at + 8 * n * n, at + 8 * (n * n + n)];
    for (let k = 0; k + 2 < n; k++) f64.set(reflections.subarray(k * n + k + 1, (k + 1) * n), at / 8 + k * n + k + 1);
    f64.set(scales, atScales / 8);
    f64.set(vectors, atVectors / 8);
    kernel(at, n, atScales, atVectors, count);
    vectors.set(f64.subarray(atVectors / 8, atVectors / 8 + count * n));
    memory.release(at);
  };
}

function holder(memory: Memory, kernel: Reflect): Reduction['hold'] {
  return (matrix, n) => {
    if (!suits(n)) return plainReduction.hold(matrix, n);
    const stride = n + (n & 1);
    const at = memory.allocate(8 * (n + 4) * stride);
    const f64 = memory.f64;
    const vector = (i: number) => at + 8 * (n + i) * stride;
    mirror({ values: matrix, at: 0, stride: n }, n, { values: f64, at: at / 8, stride });
    // The reflection that waits, v and p, and the next one's places.
    let [v, p, w, y] = [vector(0), vector(1), vector(2), vector(3)];
    const places = (address: number) => memory.f64.subarray(address / 8, address / 8 + n);
    return {
      column(k, into) {
        const [row, vs, ps] = [places(at + 8 * k * stride), places(v), places(p)];
        for (let i = k + 1; i < n; i++) into[i] = row[i] - (vs[i] * ps[k] + ps[i] * vs[k]);
        return row[k] - (vs[k] * ps[k] + ps[k] * vs[k]);
      },
      reflect(start, next, scale) {
        places(w).set(next);
        places(y).fill(0);
        kernel(at, n, start, stride, v, p, w, y);
        halfStep(places(y), next, scale, start, n);
        [v, p, w, y] = [w, y, v, p];
      },
      release: () => memory.release(at),
    };
  };
}
