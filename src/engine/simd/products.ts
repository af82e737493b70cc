// Products of float64 matrices by a kernel, for the selections and reductions of the preparation: the bits of
// `plainProducts`, some times sooner. A memory of its own, so that preparation and training do not share a limit.
import { plainProducts, productsBy, type Products } from '$core/math/dense';
import { reduceBy, type Reduction } from '$core/math/tridiagonal';
import { Memory } from './memory';
import { quickReduction } from './reduction';
import { loadKernels } from './wasm';

/** Terms of the sums that are packed at once. */
const innerBlock = 256;
/** Rows of the left matrix at once, so that what is packed stays in the cache. */
const rowBlock = 256;
/** Below so many terms, packing costs more than it saves. */
const fewTerms = 200_000;
/** Results beyond this many bytes are made by the plain loops: the memory would never be given back. */
const mostBytes = 128 * 2 ** 20;

type Kernel = (a: number, b: number, c: number, m: number, n: number, k: number, symmetric: number) => void;
/** Writes `count` terms from `from` on in panels of four rows, [panel][inner index][row], at a place of `out`. */
type Pack = (from: number, count: number, out: Float64Array, at: number) => void;

let installing: Promise<void> | undefined;

/** From now on `core/math` uses the kernels in this thread. Where WebAssembly SIMD is missing, plain loops stay. */
export function installProducts(): Promise<void> {
  installing ??= quickMaths().then(
    ({ products, reduction }) => {
      productsBy(products);
      reduceBy(reduction);
    },
    () => undefined,
  );
  return installing;
}

/** Throws `backend-unavailable`. */
export async function quickMaths(): Promise<{ products: Products; reduction: Reduction }> {
  const memory = new Memory();
  const { exports } = await loadKernels(memory);
  return { products: quickProducts(memory, exports.product64 as Kernel), reduction: quickReduction(memory, exports) };
}

function quickProducts(memory: Memory, kernel: Kernel): Products {
  const quick = (m: number, n: number, k: number) => m * n * k >= fewTerms && 128 * panels(m) * panels(n) <= mostBytes;
  /** Without `packB` the product of A with itself. */
  const run = (m: number, n: number, k: number, packA: Pack, packB?: Pack) => {
    const [panelsA, panelsB] = [panels(m), panels(n)];
    const block = Math.min(k, innerBlock);
    const atA = memory.allocate(32 * panelsA * block);
    const atB = packB ? memory.allocate(32 * panelsB * block) : atA;
    const atC = memory.allocate(128 * panelsA * panelsB);
    try {
      for (let from = 0; from < k; from += innerBlock) {
        const count = Math.min(innerBlock, k - from);
        packA(from, count, memory.f64, atA / 8);
        packB?.(from, count, memory.f64, atB / 8);
        kernel(atA, atB, atC, panelsA, panelsB, count, Number(!packB));
      }
      return unpacked(memory.f64, atC / 8, m, n, 4 * panelsB, !packB);
    } finally {
      for (const at of new Set([atA, atB, atC])) memory.release(at);
    }
  };
  return {
    product(a, m, b, n, k, symmetric, centre) {
      if (!quick(m, n, k) || (symmetric && a !== b)) return plainProducts.product(a, m, b, n, k, symmetric, centre);
      if (symmetric) return run(m, n, k, packRows(a, m, k, centre));
      const out = new Float64Array(m * n);
      for (let from = 0; from < m; from += rowBlock) {
        const count = Math.min(rowBlock, m - from);
        const part = packRows(a.subarray(from * k, (from + count) * k), count, k, centre);
        out.set(run(count, n, k, part, packRows(b, n, k)), from * n);
      }
      return out;
    },
    columnGram(a, centre) {
      if (!quick(a.columns, a.columns, a.rows)) return plainProducts.columnGram(a, centre);
      return run(a.columns, a.columns, a.rows, packColumns(a.values, a.columns, centre));
    },
  };
}

const panels = (rows: number) => Math.ceil(rows / 4);

/** What is missing of the last panel is 0. */
function packRows(x: Float64Array, rows: number, k: number, centre?: Float64Array): Pack {
  const off = centre ?? new Float64Array(k);
  return (from, count, out, at) => {
    let to = at;
    const whole = rows & ~3;
    for (let row = 0; row < whole; row += 4) {
      const [x0, x1, x2, x3] = [row * k, (row + 1) * k, (row + 2) * k, (row + 3) * k];
      for (let p = from; p < from + count; p++, to += 4) {
        const c = off[p];
        out[to] = x[x0 + p] - c;
        out[to + 1] = x[x1 + p] - c;
        out[to + 2] = x[x2 + p] - c;
        out[to + 3] = x[x3 + p] - c;
      }
    }
    if (whole === rows) return;
    for (let p = from; p < from + count; p++, to += 4)
      for (let i = 0; i < 4; i++) out[to + i] = whole + i < rows ? x[(whole + i) * k + p] - off[p] : 0;
  };
}

/** The columns of a matrix as the rows of the product. */
function packColumns(x: Float64Array, columns: number, centre?: Float64Array): Pack {
  const off = centre ?? new Float64Array(columns);
  return (from, count, out, at) => {
    const whole = columns & ~3;
    for (let p = 0; p < count; p++) {
      const start = (from + p) * columns;
      let to = at + 4 * p;
      for (let c = 0; c < whole; c += 4, to += 4 * count) {
        out[to] = x[start + c] - off[c];
        out[to + 1] = x[start + c + 1] - off[c + 1];
        out[to + 2] = x[start + c + 2] - off[c + 2];
        out[to + 3] = x[start + c + 3] - off[c + 3];
      }
      if (whole < columns)
        for (let i = 0, c = whole; i < 4; i++, c++) out[to + i] = c < columns ? x[start + c] - off[c] : 0;
    }
  };
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
