// Sine and cosine from +, -, *, / alone: the same bits in every JavaScript engine.
// Kernels: FreeBSD msun k_sin.c and k_cos.c (Sun Microsystems 1993). Reduction by pi/2 in three parts (Cody & Waite),
// exact enough for |x| up to 2^20; larger arguments are not needed here and are refused with NaN.
const TWO_OVER_PI = 6.36619772367581382433e-1;
// pi/2 cut into pieces of 33 bits, so that n times a piece is exact for |n| < 2^20.
const PIO2_1 = 1.57079632673412561417;
const PIO2_2 = 6.0771005063039659766e-11;
const PIO2_3 = 2.0222662487111664558e-21;
const PIO2_3T = 8.47842766036889956997e-32;
const LIMIT = 1048576;

/** sin(x + tail) for |x| <= pi/4. */
function kernelSin(x: number, tail: number): number {
  const z = x * x;
  const v = z * x;
  const r =
    8.33333333332248946124e-3 +
    z *
      (-1.98412698298579493134e-4 +
        z * (2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)));
  return x - (z * (0.5 * tail - v * r) - tail - v * -1.66666666666666324348e-1);
}

/** cos(x + tail) for |x| <= pi/4. */
function kernelCos(x: number, tail: number): number {
  const z = x * x;
  const w = z * z;
  const r =
    z * (4.16666666666666019037e-2 + z * (-1.38888888888741095749e-3 + z * 2.48015872894767294178e-5)) +
    w * w * (-2.75573143513906633035e-7 + z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11));
  const hz = 0.5 * z;
  const head = 1 - hz;
  return head + (1 - head - hz + (z * r - x * tail));
}

/** Quadrant of x and what is left of it, in two parts, |rest| <= pi/4. */
function reduce(x: number): { quadrant: number; rest: number; tail: number } {
  const n = Math.round(x * TWO_OVER_PI);
  const a = x - n * PIO2_1;
  const b = a - n * PIO2_2;
  const lost = a - b - n * PIO2_2;
  const low = n * PIO2_3 - lost;
  const rest = b - low;
  return { quadrant: n & 3, rest, tail: b - rest - low - n * PIO2_3T };
}

/** Sine of x radians, |x| <= 2^20; NaN beyond. Absolute error below 1e-15. */
export function sin(x: number): number {
  if (!(Math.abs(x) <= LIMIT)) return NaN;
  const { quadrant, rest, tail } = reduce(x);
  const value = quadrant & 1 ? kernelCos(rest, tail) : kernelSin(rest, tail);
  return quadrant & 2 ? -value : value;
}

/** Cosine of x radians, |x| <= 2^20; NaN beyond. Absolute error below 1e-15. */
export function cos(x: number): number {
  if (!(Math.abs(x) <= LIMIT)) return NaN;
  const { quadrant, rest, tail } = reduce(x);
  const value = quadrant & 1 ? kernelSin(rest, tail) : kernelCos(rest, tail);
  return quadrant === 1 || quadrant === 2 ? -value : value;
}
