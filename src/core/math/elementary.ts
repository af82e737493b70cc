// log, exp and pow from +, -, *, / alone, so that every JavaScript engine gives the same bits (Math.log and friends
// are implementation-defined). Algorithms: FreeBSD msun e_log.c and e_exp.c (Sun Microsystems 1993), error below 1 ULP.
const LN2_HI = 6.9314718036912381649e-1;
const LN2_LO = 1.90821492927058770002e-10;
const INV_LN2 = 1.442695040888963387;

// One number as its two halves. Typed arrays, as they are quicker than a DataView; which half is the upper one is up to
// the machine.
const float = new Float64Array(1);
const halves = new Uint32Array(float.buffer);
float[0] = 1;
const UPPER = halves[1] === 0x3ff00000 ? 1 : 0;

/** Natural logarithm. Below 1 ULP; -Infinity at 0, NaN below 0. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return Infinity;
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    k = -54;
    x *= 18014398509481984;
  }
  float[0] = x;
  let high = halves[UPPER];
  k += (high >>> 20) - 1023;
  high &= 0xfffff;
  const i = (high + 0x95f64) & 0x100000;
  halves[UPPER] = high | (i ^ 0x3ff00000);
  k += i >>> 20;
  const f = float[0] - 1;
  if (f === 0) return k === 0 ? 0 : k * LN2_HI + k * LN2_LO;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const t1 = w * (0.3999999999940941908 + w * (0.2222219843214978396 + w * 0.1531383769920937332));
  const t2 =
    z * (0.666666666666673513 + w * (0.2857142874366239149 + w * (0.1818357216161805012 + w * 0.1479819860511658591)));
  const r = t1 + t2;
  const hfsq = 0.5 * f * f;
  return k * LN2_HI - (hfsq - (s * (hfsq + r) + k * LN2_LO) - f);
}

/** e to the x. Below 1 ULP. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x > 709.782712893383973096) return Infinity;
  if (x < -745.13321910194110842) return 0;
  const k = Math.abs(x) > 0.34657359027997264 ? Math.trunc(INV_LN2 * x + (x < 0 ? -0.5 : 0.5)) : 0;
  const hi = x - k * LN2_HI;
  const lo = k * LN2_LO;
  const r = hi - lo;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t * (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  const y = 1 - (lo - (r * c) / (2 - c) - hi);
  return scaleByPowerOfTwo(y, k);
}

function scaleByPowerOfTwo(y: number, k: number): number {
  while (k > 1023) {
    y *= 8.98846567431158e307;
    k -= 1023;
  }
  while (k < -1022) {
    y *= 2.2250738585072014e-308;
    k += 1022;
  }
  halves[UPPER] = (k + 1023) << 20;
  halves[1 - UPPER] = 0;
  return y * float[0];
}

/** x to the y for x >= 0, as exp(y log x): a few ULP near 1, for schedules and search ranges, not for accounting. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (x === 0) return y > 0 ? 0 : Infinity;
  return exp(y * log(x));
}

/** Logistic function 1 / (1 + e^-x), stable for either sign. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const e = exp(x);
  return e / (1 + e);
}

/** Cosine of pi times x for x in [0, 1], by a Taylor series on the quarter circle; absolute error below 1e-15. */
export function cosPi(x: number): number {
  const folded = x > 0.5 ? 1 - x : x;
  const angle = folded * Math.PI;
  const t = angle * angle; // not `**`: its rounding is up to the implementation
  let sum = 0;
  for (let i = 12; i >= 1; i--) sum = (t / ((2 * i - 1) * (2 * i))) * (1 - sum);
  return x > 0.5 ? sum - 1 : 1 - sum;
}
