// Products of float64 matrices by a kernel, for the selections and reductions of the preparation: the bits of
// `plainProducts`, some times sooner. A memory of its own, so that preparation and training do not share a limit.
import { plainProducts, productsBy, type Products } from '$core/math/dense';
import { reduceBy, type Reduction } from '$core/math/tridiagonal';
import { assembleCrew, type SpawnHelper } from './crew';
import { crewProducts } from './crewProducts';
import { Memory } from './memory';
import {
  innerBlock,
  packColumns,
  packRows,
  panels,
  rowBlock,
  scratchBytes,
  unpackRows,
  unpackSymmetric,
  type Pack,
} from './packing';
import { quickReduction } from './reduction';
import { loadKernels } from './wasm';

/** Below so many terms, packing costs more than it saves. */
const fewTerms = 200_000;
/** Results beyond this many bytes are made by the plain loops: the memory would never be given back. */
const mostBytes = 128 * 2 ** 20;

type Kernel = (
  a: number,
  b: number,
  c: number,
  from: number,
  to: number,
  n: number,
  k: number,
  symmetric: number,
  scratch: number,
) => void;

let installing: Promise<void> | undefined;

/**
 * From now on `core/math` uses the kernels in this thread, and for large products the helpers that `spawn` starts, as soon
 * as they are there. Where WebAssembly SIMD is missing, plain loops stay; where threads cannot share memory, one works.
 */
export function installProducts(spawn?: SpawnHelper, helpers = 0): Promise<void> {
  installing ??= quickMaths(spawn, helpers).then(
    ({ products, reduction }) => {
      productsBy(products);
      reduceBy(reduction);
    },
    () => undefined,
  );
  return installing;
}

/** Throws `backend-unavailable`. */
export async function quickMaths(
  spawn?: SpawnHelper,
  helpers = 0,
): Promise<{ products: Products; reduction: Reduction; helpers: () => number }> {
  const memory = new Memory();
  const { exports } = await loadKernels(memory);
  const products = quickProducts(memory, exports.product64 as Kernel);
  const reduction = quickReduction(memory, exports);
  const crew = spawn && helpers > 0 ? await assembleCrew(spawn, helpers) : null;
  if (!crew) return { products, reduction, helpers: () => 0 };
  return { products: crewProducts(crew, products), reduction, helpers: () => crew.ready() };
}

function quickProducts(memory: Memory, kernel: Kernel): Products {
  const quick = (m: number, n: number, k: number) => m * n * k >= fewTerms && 128 * panels(m) * panels(n) <= mostBytes;
  /** Without `packB` the product of A with itself. `take` gets the numbers, their place, and how many a row has. */
  const run = <T>(
    [m, n, k]: readonly [number, number, number],
    packA: Pack,
    packB: Pack | undefined,
    take: (c: Float64Array, at: number, stride: number) => T,
  ): T => {
    const [panelsA, panelsB] = [panels(m), panels(n)];
    const block = Math.min(k, innerBlock);
    const atA = memory.allocate(32 * panelsA * block);
    const atB = packB ? memory.allocate(32 * panelsB * block) : atA;
    const atC = memory.allocate(128 * panelsA * panelsB);
    const scratch = memory.allocate(scratchBytes);
    try {
      for (let from = 0; from < k; from += innerBlock) {
        const count = Math.min(innerBlock, k - from);
        packA(from, count, memory.f64, atA / 8);
        packB?.(from, count, memory.f64, atB / 8);
        kernel(atA, atB, atC, 0, panelsA, panelsB, count, Number(!packB), scratch);
      }
      return take(memory.f64, atC / 8, 4 * panelsB);
    } finally {
      for (const at of new Set([atA, atB, atC, scratch])) memory.release(at);
    }
  };
  const symmetricOf = (n: number, k: number, pack: Pack) =>
    run([n, n, k], pack, undefined, (c, at, stride) => unpackSymmetric(c, at, n, stride));
  return {
    product(a, m, b, n, k, symmetric, centre) {
      if (!quick(m, n, k) || (symmetric && a !== b)) return plainProducts.product(a, m, b, n, k, symmetric, centre);
      if (symmetric) return symmetricOf(m, k, packRows(a, m, k, centre));
      const out = new Float64Array(m * n);
      for (let from = 0; from < m; from += rowBlock) {
        const count = Math.min(rowBlock, m - from);
        const part = packRows(a.subarray(from * k, (from + count) * k), count, k, centre);
        run([count, n, k], part, packRows(b, n, k), (c, at, stride) => unpackRows(c, at, count, n, stride, out, from));
      }
      return out;
    },
    columnGram(a, centre) {
      if (!quick(a.columns, a.columns, a.rows)) return plainProducts.columnGram(a, centre);
      return symmetricOf(a.columns, a.rows, packColumns(a.values, a.columns, centre));
    },
  };
}
