// Declarations of the kernels that more than one layer uses.
import { kernel, type Ref } from './ir';
import type { LowerContext } from './lowering';

/**
 * c[m x n] = a b, k summed in order. a is m x k, or k x m with `transposedA`; b is k x n, or n x k with `transposedB`.
 * bias[n] is added first, relu clamps last, `accumulate` starts from what c holds. panel: `panelSize(k)` elements.
 * `sparseA`: a may be mostly zeros, which are then skipped; the result is the same, bit for bit. Not transposed, the
 * panel has `sparseSize(m, k)` elements.
 */
export const matmul = kernel('matmul', {
  a: 'in',
  b: 'in',
  bias: 'in',
  c: 'out',
  panel: 'scratch',
  m: 'int',
  n: 'int',
  k: 'int',
  flags: 'int',
});
export const matmulFlags = { accumulate: 1, relu: 2, transposedB: 4, transposedA: 8, sparseA: 16 } as const;
export const panelSize = (k: number) => 8 * k + 72;
/** Elements at `panel` for a sparse A that is not transposed: lists of what is not zero in 64 rows of a half empty A. */
export const sparseSize = (m: number, k: number) =>
  Math.max(panelSize(k), 2 * (Math.min(Math.ceil((m * k) / 2) + k, 64 * k) + 68) + k + 64);

/** out[columns] = sum over rows of a[rows x columns], rows in order. */
export const sumRows = kernel('sumRows', { a: 'in', out: 'out', rows: 'int', columns: 'int' });

/** to += from. */
export const accumulate = kernel('accumulate', { from: 'in', to: 'inout', n: 'int' });

/** Copies `rows` runs of `columns` elements between places with different row strides (in elements). */
export const copyStrided = kernel('copyStrided', {
  from: 'in',
  to: 'inout',
  rows: 'int',
  columns: 'int',
  fromStride: 'int',
  toStride: 'int',
});

export interface Product {
  readonly a: Ref;
  readonly b: Ref;
  readonly c: Ref;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly bias?: Ref;
  readonly flags?: number;
}

/** Emits a matrix product with its panel. */
export function emitMatmul(context: LowerContext, { a, b, c, m, n, k, bias, flags = 0 }: Product): void {
  const lists = (flags & matmulFlags.sparseA) !== 0 && (flags & matmulFlags.transposedA) === 0;
  const panel = context.buffer('panel', lists ? sparseSize(m, k) : panelSize(k));
  context.emit(matmul, { a, b, bias, c, panel, m, n, k, flags }, 2 * m * n * k + (bias ? m * n : 0));
}
