// Products of matrices of float64 for preparation: C += A B^T, every entry summed in order of the inner index, one term
// after the other, so that the bits are those of plain loops. Both come packed by the host in panels of four rows,
// [panel][inner index][row], padded with zeros.

/** c: 4 `m` x 4 `n`, row-major. With `symmetric`, panels right of the diagonal are left out. */
export function product64(a: usize, b: usize, c: usize, m: i32, n: i32, k: i32, symmetric: i32): void {
  const panel = (<usize>k) << 5;
  const stride = (<usize>n) << 5;
  for (let i = 0; i < m; i++) {
    const last = symmetric ? i + 1 : n;
    for (let j = 0; j < last; j++) {
      tile(a + (<usize>i) * panel, b + (<usize>j) * panel, c + ((<usize>i) << 2) * stride + ((<usize>j) << 5), stride, k);
    }
  }
}

function tile(a: usize, b: usize, c: usize, stride: usize, k: i32): void {
  const c1 = c + stride;
  const c2 = c1 + stride;
  const c3 = c2 + stride;
  let s00 = v128.load(c);
  let s01 = v128.load(c, 16);
  let s10 = v128.load(c1);
  let s11 = v128.load(c1, 16);
  let s20 = v128.load(c2);
  let s21 = v128.load(c2, 16);
  let s30 = v128.load(c3);
  let s31 = v128.load(c3, 16);
  for (let p = 0; p < k; p++) {
    const low = v128.load(b);
    const high = v128.load(b, 16);
    let x = v128.load64_splat(a);
    s00 = f64x2.add(s00, f64x2.mul(x, low));
    s01 = f64x2.add(s01, f64x2.mul(x, high));
    x = v128.load64_splat(a, 8);
    s10 = f64x2.add(s10, f64x2.mul(x, low));
    s11 = f64x2.add(s11, f64x2.mul(x, high));
    x = v128.load64_splat(a, 16);
    s20 = f64x2.add(s20, f64x2.mul(x, low));
    s21 = f64x2.add(s21, f64x2.mul(x, high));
    x = v128.load64_splat(a, 24);
    s30 = f64x2.add(s30, f64x2.mul(x, low));
    s31 = f64x2.add(s31, f64x2.mul(x, high));
    a += 32;
    b += 32;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c2, s20);
  v128.store(c2, s21, 16);
  v128.store(c3, s30);
  v128.store(c3, s31, 16);
}
