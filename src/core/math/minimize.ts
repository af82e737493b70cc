// Minimum of a function of one number in an interval: golden sections and parabolas (Brent 1973, chapter 5, `localmin`).
const golden = (3 - Math.sqrt(5)) / 2;

/** Where `f` is least between `low` and `high`, for a function with one valley; to about 1e-9 of its place. */
export function minimizeWithin(f: (x: number) => number, low: number, high: number): number {
  const precision = 1e-9;
  let a = low;
  let b = high;
  let x = a + golden * (b - a);
  let w = x;
  let v = x;
  let fx = f(x);
  let fw = fx;
  let fv = fx;
  let step = 0;
  let before = 0;
  for (let i = 0; i < 200; i++) {
    const middle = (a + b) / 2;
    const near = precision * Math.abs(x) + 1e-11;
    if (Math.abs(x - middle) <= 2 * near - (b - a) / 2) break;
    let p = 0;
    let q = 0;
    let r = 0;
    if (Math.abs(before) > near) {
      r = (x - w) * (fx - fv);
      q = (x - v) * (fx - fw);
      p = (x - v) * q - (x - w) * r;
      q = 2 * (q - r);
      if (q > 0) p = -p;
      else q = -q;
      r = before;
      before = step;
    }
    if (Math.abs(p) < Math.abs(0.5 * q * r) && p > q * (a - x) && p < q * (b - x)) {
      step = p / q;
      const at = x + step;
      if (at - a < 2 * near || b - at < 2 * near) step = x < middle ? near : -near;
    } else {
      before = x < middle ? b - x : a - x;
      step = golden * before;
    }
    const u = x + (Math.abs(step) >= near ? step : step > 0 ? near : -near);
    const fu = f(u);
    if (fu <= fx) {
      if (u < x) b = x;
      else a = x;
      [v, fv, w, fw, x, fx] = [w, fw, x, fx, u, fu];
    } else {
      if (u < x) a = u;
      else b = u;
      if (fu <= fw || w === x) [v, fv, w, fw] = [w, fw, u, fu];
      else if (fu <= fv || v === x || v === w) [v, fv] = [u, fu];
    }
  }
  return x;
}
