// Minimum of a function on an interval, without derivatives (Brent 1973, Algorithms for Minimization without Derivatives,
// chapter 5): parabolas where they help, golden sections where they do not.
const golden = (3 - Math.sqrt(5)) / 2;
const tiny = 1e-11;
const maxIterations = 500;

/** A local minimum between `low` and `high`, from `start` with value `startValue`, within `tolerance` times |x|. */
export function brent(
  f: (x: number) => number,
  low: number,
  high: number,
  start: number,
  startValue: number,
  tolerance: number,
): number {
  let a = low;
  let b = high;
  let [x, w, v] = [start, start, start];
  let [fx, fw, fv] = [startValue, startValue, startValue];
  let step = 0;
  let before = 0;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const middle = 0.5 * (a + b);
    const near = tolerance * Math.abs(x) + tiny;
    if (Math.abs(x - middle) < 2 * near - 0.5 * (b - a)) break;
    const t1 = (x - w) * (fx - fv);
    const t2 = (x - v) * (fx - fw);
    let p = (x - v) * t2 - (x - w) * t1;
    let q = 2 * (t2 - t1);
    if (q > 0) p = -p;
    q = Math.abs(q);
    const parabola =
      Math.abs(before) > near && p > q * (a - x) && p < q * (b - x) && Math.abs(p) < Math.abs(0.5 * q * before);
    if (parabola) {
      before = step;
      step = p / q;
      const u = x + step;
      if (u - a < 2 * near || b - u < 2 * near) step = middle >= x ? near : -near;
    } else {
      before = x >= middle ? a - x : b - x;
      step = golden * before;
    }
    const u = Math.abs(step) >= near ? x + step : x + (step >= 0 ? near : -near);
    const fu = f(u);
    if (fu <= fx) {
      if (u >= x) a = x;
      else b = x;
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
