// What the Gaussian process computes, by kernels: the bits of `plainNumerics`, some times sooner. Arrays lie in a memory of
// their own for the length of one ask, so nothing is copied; work on arrays from elsewhere is left to the plain loops.
import { numericsBy, plainNumerics, type Numerics } from '$core/samplers/gp/numerics';
import { Memory } from './memory';
import { loadKernels, type KernelExports } from './wasm';

type Kernel = (...numbers: number[]) => number;

const names = [
  'dot64',
  'cholesky64',
  'solveLower64',
  'solveRows64',
  'solveTransposed64',
  'inverse64',
  'maternRows64',
  'maternPairs64',
  'maternGradient64',
] as const;

/** What an array starts at a multiple of. */
const alignBytes = 64;
/** Beyond this, arrays are ordinary ones: the memory would never be given back. */
const mostBytes = 512 * 2 ** 20;

let installing: Promise<void> | undefined;

/** From now on the Gaussian process uses the kernels in this thread. Where WebAssembly SIMD is missing, plain loops stay. */
export function installNumerics(): Promise<void> {
  installing ??= quickNumerics().then(numericsBy, () => undefined);
  return installing;
}

/** Throws `backend-unavailable`. */
export async function quickNumerics(): Promise<Numerics> {
  const memory = new Memory();
  const { exports } = await loadKernels(memory);
  return over(new Room(memory), exports);
}

/** One block of memory, given out from its start on. */
class Room {
  private start = 0;
  private size = 0;
  private next = 0;
  private depth = 0;

  constructor(private readonly memory: Memory) {}

  during<T>(bytes: number, work: () => T): T {
    if (this.depth === 0) this.reserve(Math.min(bytes, mostBytes));
    const before = this.next;
    this.depth++;
    try {
      return work();
    } finally {
      this.depth--;
      this.next = before;
    }
  }

  array(length: number): Float64Array<ArrayBuffer> {
    const end = this.next + Math.ceil((8 * length) / alignBytes) * alignBytes;
    if (this.depth === 0 || end > this.start + this.size) return new Float64Array(length);
    const array = new Float64Array(this.memory.f64.buffer, this.next, length).fill(0);
    this.next = end;
    return array;
  }

  /** The addresses of arrays; null unless all of them lie here. */
  addresses(...arrays: readonly Float64Array[]): number[] | null {
    const { buffer } = this.memory.f64;
    return this.depth > 0 && arrays.every((one) => one.buffer === buffer) ? arrays.map((one) => one.byteOffset) : null;
  }

  /** Without the memory for it, arrays are ordinary ones. */
  private reserve(bytes: number): void {
    if (bytes <= this.size) return;
    this.memory.release(this.start);
    this.size = 0;
    try {
      this.next = this.start = this.memory.allocate(bytes);
      this.size = bytes;
    } catch {
      this.start = 0;
    }
  }
}

function over(room: Room, exports: KernelExports): Numerics {
  const [dot, cholesky, solveLower, solveRows, solveTransposed, inverse, maternRows, maternPairs, maternGradient] =
    names.map((name) => exports[name] as Kernel);
  return {
    during: (bytes, work) => room.during(bytes, work),
    array: (length) => room.array(length),
    dot(a, ai, b, bi, n) {
      const at = room.addresses(a, b);
      return at ? dot(at[0] + 8 * ai, at[1] + 8 * bi, n) : plainNumerics.dot(a, ai, b, bi, n);
    },
    cholesky(a, n) {
      const at = room.addresses(a);
      return at ? cholesky(at[0], n) === 1 : plainNumerics.cholesky(a, n);
    },
    solveLower(l, n, b) {
      const at = room.addresses(l, b);
      if (!at) return plainNumerics.solveLower(l, n, b);
      solveLower(at[0], n, at[1]);
      return b;
    },
    solveLowerTransposed(l, n, b) {
      const at = room.addresses(l, b);
      if (!at) return plainNumerics.solveLowerTransposed(l, n, b);
      solveTransposed(at[0], n, at[1]);
      return b;
    },
    inverse(l, n, into, u) {
      const at = room.addresses(l, into, u);
      if (at) inverse(at[0], n, at[1], at[2]);
      else plainNumerics.inverse(l, n, into, u);
    },
    solveRows(l, n, b, count) {
      const at = room.addresses(l, b);
      if (at) solveRows(at[0], n, at[1], count);
      else plainNumerics.solveRows(l, n, b, count);
    },
    maternRows(to, q, scale, of, k, slopes) {
      const at = room.addresses(to.columns, to.kinds, q, of.x, k, slopes ?? k);
      if (!at) return plainNumerics.maternRows(to, q, scale, of, k, slopes);
      const [columns, kinds, qs, x, ks, places] = at;
      const from = x + 8 * of.at;
      maternRows(columns, to.count, q.length, kinds, qs, scale, from, of.rows, ks, slopes ? places : 0);
    },
    maternPairs(of, q, scale, k, slopes) {
      const at = room.addresses(of.pairs, q, k, slopes);
      if (at) maternPairs(at[0], of.n, of.dimensions, at[1], scale, at[2], at[3]);
      else plainNumerics.maternPairs(of, q, scale, k, slopes);
    },
    maternGradient(of, scale, own, gradient) {
      const at = room.addresses(of.pairs, own.k, own.slopes, own.inverse, own.alpha, own.shares, gradient);
      if (!at) return plainNumerics.maternGradient(of, scale, own, gradient);
      const [pairs, k, slopes, inverses, alpha, shares, to] = at;
      maternGradient(pairs, of.n, of.dimensions, scale, k, slopes, inverses, alpha, shares, to);
    },
  };
}
