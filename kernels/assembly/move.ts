// Kernels that add and move: column sums, accumulation, strided copies, products with a mask.
import { int, ptr } from './operands';

/** out[c] = sum over rows, in order, of a[row, c]. Operands: a, out, rows, columns. */
export function sumRows(args: usize): void {
  const a = ptr(args, 0);
  const out = ptr(args, 1);
  const rows = int(args, 2);
  const columns = int(args, 3);
  const stride = (<usize>columns) << 2;
  let c = 0;
  for (; c + 16 <= columns; c += 16) {
    let from = a + ((<usize>c) << 2);
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let row = 0; row < rows; row++) {
      s0 = f32x4.add(s0, v128.load(from));
      s1 = f32x4.add(s1, v128.load(from, 16));
      s2 = f32x4.add(s2, v128.load(from, 32));
      s3 = f32x4.add(s3, v128.load(from, 48));
      from += stride;
    }
    const to = out + ((<usize>c) << 2);
    v128.store(to, s0);
    v128.store(to, s1, 16);
    v128.store(to, s2, 32);
    v128.store(to, s3, 48);
  }
  for (; c + 4 <= columns; c += 4) {
    let from = a + ((<usize>c) << 2);
    let sum = f32x4.splat(0);
    for (let row = 0; row < rows; row++) {
      sum = f32x4.add(sum, v128.load(from));
      from += stride;
    }
    v128.store(out + ((<usize>c) << 2), sum);
  }
  for (; c < columns; c++) {
    let from = a + ((<usize>c) << 2);
    let sum: f32 = 0;
    for (let row = 0; row < rows; row++) {
      sum += load<f32>(from);
      from += stride;
    }
    store<f32>(out + ((<usize>c) << 2), sum);
  }
}

/** to += from. Operands: from, to, n. */
export function accumulate(args: usize): void {
  let from = ptr(args, 0);
  let to = ptr(args, 1);
  let n = int(args, 2);
  for (; n >= 4; n -= 4) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    from += 16;
    to += 16;
  }
  for (; n > 0; n--) {
    store<f32>(to, load<f32>(to) + load<f32>(from));
    from += 4;
    to += 4;
  }
}

/** out = a b. Operands: a, b, out, n. */
export function multiply(args: usize): void {
  let a = ptr(args, 0);
  let b = ptr(args, 1);
  let out = ptr(args, 2);
  let n = int(args, 3);
  for (; n >= 4; n -= 4) {
    v128.store(out, f32x4.mul(v128.load(a), v128.load(b)));
    a += 16;
    b += 16;
    out += 16;
  }
  for (; n > 0; n--) {
    store<f32>(out, load<f32>(a) * load<f32>(b));
    a += 4;
    b += 4;
    out += 4;
  }
}

/** Copies n floats, forward. */
export function copyFloats(from: usize, to: usize, n: i32): void {
  for (; n >= 4; n -= 4) {
    v128.store(to, v128.load(from));
    from += 16;
    to += 16;
  }
  for (; n > 0; n--) {
    store<f32>(to, load<f32>(from));
    from += 4;
    to += 4;
  }
}

/** Operands: from, to, rows, columns, fromStride, toStride (elements). */
export function copyStrided(args: usize): void {
  let from = ptr(args, 0);
  let to = ptr(args, 1);
  const columns = int(args, 3);
  const fromStride = (<usize>int(args, 4)) << 2;
  const toStride = (<usize>int(args, 5)) << 2;
  for (let row = int(args, 2); row > 0; row--) {
    copyFloats(from, to, columns);
    from += fromStride;
    to += toStride;
  }
}
