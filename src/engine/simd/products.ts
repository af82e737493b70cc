// Products of float64 matrices by a kernel, for the selections and reductions of the preparation: the bits of
// `plainProduct`, some times sooner. A memory of its own, so that preparation and training do not share a limit.
import { plainProduct, productsBy, type ProductMaker } from '$core/math/dense';
import { Memory } from './memory';
import { loadKernels } from './wasm';

/** Terms of the sums that are packed at once. */
const innerBlock = 256;
/** Below so many terms, packing costs more than it saves. */
const fewTerms = 200_000;
/** Results beyond this many bytes are made by the plain loops: the memory would never be given back. */
const mostBytes = 128 * 2 ** 20;

type Kernel = (a: number, b: number, c: number, m: number, n: number, k: number, symmetric: number) => void;

let installing: Promise<void> | undefined;

/** From now on `core/math/dense` uses the kernel in this thread. Where WebAssembly SIMD is missing, plain loops stay. */
export function installProducts(): Promise<void> {
  installing ??= productMaker().then(productsBy, () => undefined);
  return installing;
}

/** Throws `backend-unavailable`. */
export async function productMaker(): Promise<ProductMaker> {
  const memory = new Memory();
  const kernel = (await loadKernels(memory)).exports.product64 as Kernel;
  return (a, m, b, n, k, symmetric) => {
    const [panelsA, panelsB] = [Math.ceil(m / 4), Math.ceil(n / 4)];
    const size = 16 * panelsA * panelsB;
    if (m * n * k < fewTerms || 8 * size > mostBytes) return plainProduct(a, m, b, n, k, symmetric);
    const block = Math.min(k, innerBlock);
    const same = symmetric && a === b;
    const atA = memory.allocate(32 * panelsA * block);
    const atB = same ? atA : memory.allocate(32 * panelsB * block);
    const atC = memory.allocate(8 * size);
    try {
      for (let from = 0; from < k; from += innerBlock) {
        const count = Math.min(innerBlock, k - from);
        pack(a, m, k, from, count, memory.f64, atA / 8);
        if (!same) pack(b, n, k, from, count, memory.f64, atB / 8);
        kernel(atA, atB, atC, panelsA, panelsB, count, Number(symmetric));
      }
      return unpacked(memory.f64, atC / 8, m, n, 4 * panelsB, symmetric);
    } finally {
      for (const at of new Set([atA, atB, atC])) memory.release(at);
    }
  };
}

/** Rows in panels of four: [panel][inner index][row]; what is missing of the last panel is 0. */
function pack(x: Float64Array, rows: number, k: number, from: number, count: number, out: Float64Array, at: number) {
  for (let row = 0; row < Math.ceil(rows / 4) * 4; row++) {
    let to = at + (row >> 2) * 4 * count + (row & 3);
    const start = row * k + from;
    for (let p = 0; p < count; p++, to += 4) out[to] = row < rows ? x[start + p] : 0;
  }
}

function unpacked(c: Float64Array, at: number, m: number, n: number, stride: number, symmetric: boolean) {
  const out = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    const from = at + i * stride;
    if (!symmetric) out.set(c.subarray(from, from + n), i * n);
    else
      for (let j = 0; j <= i; j++) {
        out[i * n + j] = c[from + j];
        out[j * n + i] = c[from + j];
      }
  }
  return out;
}
