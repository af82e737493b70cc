// Products of large float64 matrices by a crew: while the helpers multiply what is packed, the leader packs what comes
// next, and then works along. Every sum is made by one thread in the order of `plainProducts`.
import type { Products } from '$core/math/dense';
import type { Crew } from './crew';
import { innerBlock, packColumns, packRows, panels, rowBlock, unpackRows, unpackSymmetric, type Pack } from './packing';

/** Below so many terms, some milliseconds' work, handing it out costs more than it saves. */
const fewTerms = 8_000_000;
/** Panels of the left matrix in a task. */
const strip = 4;

/** `alone` makes what is not worth sharing, and everything while there is no helper. */
export function crewProducts(crew: Crew, alone: Products): Products {
  const worth = (terms: number) => terms >= fewTerms && crew.ready() > 0;
  return {
    product(a, m, b, n, k, symmetric, centre) {
      if (!worth(m * n * k) || (symmetric && a !== b)) return alone.product(a, m, b, n, k, symmetric, centre);
      const made = symmetric ? shared(crew, m, k, packRows(a, m, k, centre)) : byRows(crew, a, m, b, n, k, centre);
      return made ?? alone.product(a, m, b, n, k, symmetric, centre);
    },
    columnGram(a, centre) {
      if (!worth(a.columns * a.columns * a.rows)) return alone.columnGram(a, centre);
      const { rows, columns, values } = a;
      return shared(crew, columns, rows, packColumns(values, columns, centre)) ?? alone.columnGram(a, centre);
    },
  };
}

/** n rows of k terms with themselves: one job for each block of terms. */
function shared(crew: Crew, n: number, k: number, pack: Pack): Float64Array | null {
  const count = panels(n);
  const block = 32 * count * Math.min(k, innerBlock);
  const places = crew.layOut(block, block, 128 * count * count);
  if (!places) return null;
  const [even, odd, atC] = places;
  const f64 = crew.f64;
  f64.fill(0, atC / 8, atC / 8 + 16 * count * count);
  const blocks = Math.ceil(k / innerBlock);
  const size = (i: number) => Math.min(innerBlock, k - i * innerBlock);
  pack(0, size(0), f64, even / 8);
  for (let i = 0; i < blocks; i++) {
    const at = i % 2 ? odd : even;
    crew.publish(at, at, atC, count, count, size(i), 1, strip);
    if (i + 1 < blocks) pack((i + 1) * innerBlock, size(i + 1), f64, (i % 2 ? even : odd) / 8);
    crew.finish();
  }
  return unpackSymmetric(f64, atC / 8, n, 4 * count);
}

/** A B^T: one job for each block of rows of A and of terms. */
function byRows(
  crew: Crew,
  a: Float64Array,
  m: number,
  b: Float64Array,
  n: number,
  k: number,
  centre?: Float64Array,
): Float64Array | null {
  const [panelsB, blocks] = [panels(n), Math.ceil(k / innerBlock)];
  const [packedA, packedB, product] = [8 * rowBlock * innerBlock, 32 * panelsB * k, 32 * rowBlock * panelsB];
  const places = crew.layOut(packedA, packedA, packedB, product, product);
  if (!places) return null;
  const [evenA, oddA, atB, evenC, oddC] = places;
  const f64 = crew.f64;
  const packB = packRows(b, n, k);
  const size = (i: number) => Math.min(innerBlock, k - i * innerBlock);
  for (let i = 0; i < blocks; i++) packB(i * innerBlock, size(i), f64, atB / 8 + 4 * panelsB * i * innerBlock);
  const out = new Float64Array(m * n);
  const jobs = Math.ceil(m / rowBlock) * blocks;
  const rowsOf = (from: number) => Math.min(rowBlock, m - from);
  const packA = (job: number) => {
    const from = Math.floor(job / blocks) * rowBlock;
    const part = packRows(a.subarray(from * k, (from + rowsOf(from)) * k), rowsOf(from), k, centre);
    part((job % blocks) * innerBlock, size(job % blocks), f64, (job % 2 ? oddA : evenA) / 8);
  };
  const atC = (part: number) => (part % 2 ? oddC : evenC);
  const unpack = (part: number) => {
    const from = part * rowBlock;
    unpackRows(f64, atC(part) / 8, rowsOf(from), n, 4 * panelsB, out, from);
  };
  packA(0);
  for (let job = 0; job < jobs; job++) {
    const [part, i] = [Math.floor(job / blocks), job % blocks];
    const panelsA = panels(rowsOf(part * rowBlock));
    if (i === 0) f64.fill(0, atC(part) / 8, (atC(part) + product) / 8);
    const [at, to] = [job % 2 ? oddA : evenA, atB + 32 * panelsB * i * innerBlock];
    crew.publish(at, to, atC(part), panelsA, panelsB, size(i), 0, strip);
    if (job + 1 < jobs) packA(job + 1);
    if (i === 0 && part > 0) unpack(part - 1);
    crew.finish();
  }
  unpack(Math.floor((jobs - 1) / blocks));
  return out;
}
