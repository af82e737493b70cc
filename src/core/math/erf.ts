// Error function from +, -, *, / and our own exp: the same bits in every JavaScript engine.
// Rational approximations: FreeBSD msun s_erf.c (Sun Microsystems 1993); absolute error below 1e-15.
import { exp, log } from './elementary';

// The polynomials are written out, by Horner's rule: an ask of a sampler evaluates thousands.
const ERX = 8.45062911510467529297e-1;
const pp = (x: number) =>
  (((-2.37630166566501626084e-5 * x - 5.77027029648944159157e-3) * x - 2.84817495755985104766e-2) * x -
    3.2504210724700149937e-1) *
    x +
  1.28379167095512558561e-1;
const qq = (x: number) =>
  ((((-3.9602282787753681232e-6 * x + 1.32494738004321644526e-4) * x + 5.08130628187576562776e-3) * x +
    6.50222499887672944485e-2) *
    x +
    3.97917223959155352819e-1) *
    x +
  1;
const pa = (x: number) =>
  (((((-2.166375594868790843e-3 * x + 3.54783043256182359371e-2) * x - 1.10894694282396677476e-1) * x +
    3.18346619901161753674e-1) *
    x -
    3.72207876035701323847e-1) *
    x +
    4.14856118683748331666e-1) *
    x -
  2.36211856075265944077e-3;
const qa = (x: number) =>
  (((((1.1984499846799107417e-2 * x + 1.36370839120290507362e-2) * x + 1.26171219808761642112e-1) * x +
    7.18286544141962662868e-2) *
    x +
    5.40397917702171048937e-1) *
    x +
    1.06420880400844228286e-1) *
    x +
  1;
const ra = (x: number) =>
  ((((((-9.81432934416914548592 * x - 8.12874355063065934246e1) * x - 1.84605092906711035994e2) * x -
    1.62396669462573470355e2) *
    x -
    6.23753324503260060396e1) *
    x -
    1.05586262253232909814e1) *
    x -
    6.93858572707181764372e-1) *
    x -
  9.86494403484714822705e-3;
const sa = (x: number) =>
  (((((((-6.04244152148580987438e-2 * x + 6.57024977031928170135) * x + 1.08635005541779435134e2) * x +
    4.29008140027567833386e2) *
    x +
    6.45387271733267880336e2) *
    x +
    4.34565877475229228821e2) *
    x +
    1.376577541435190426e2) *
    x +
    1.96512716674392571292e1) *
    x +
  1;
const rb = (x: number) =>
  (((((-4.83519191608651397019e2 * x - 1.02509513161107724954e3) * x - 6.37566443368389627722e2) * x -
    1.60636384855821916062e2) *
    x -
    1.77579549177547519889e1) *
    x -
    7.99283237680523006574e-1) *
    x -
  9.86494292470009928597e-3;
const sb = (x: number) =>
  ((((((-2.24409524465858183362e1 * x + 4.74528541206955367215e2) * x + 2.55305040643316442583e3) * x +
    3.19985821950859553908e3) *
    x +
    1.53672958608443695994e3) *
    x +
    3.25792512996573918826e2) *
    x +
    3.03380607434824582924e1) *
    x +
  1;

/** 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x. */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (Number.isNaN(a)) return NaN;
  if (a < 0.84375) {
    const z = x * x;
    return x + x * (pp(z) / qq(z));
  }
  const sign = x < 0 ? -1 : 1;
  if (a < 1.25) return sign * (ERX + pa(a - 1) / qa(a - 1));
  if (a >= 6) return sign;
  const s = 1 / (a * a);
  const ratio = a < 1 / 0.35 ? ra(s) / sa(s) : rb(s) / sb(s);
  // exp(-a^2) in two parts: the square of a rounded to 24 bits is exact.
  const head = Math.fround(a);
  return sign * (1 - (exp(-head * head - 0.5625) * exp((head - a) * (head + a) + ratio)) / a);
}

/** exp(x^2) erfc(x) for x >= 1.25. */
function scaledTail(x: number): number {
  const s = 1 / (x * x);
  const ratio = x < 1 / 0.35 ? ra(s) / sa(s) : rb(s) / sb(s);
  return exp(ratio - 0.5625) / x;
}

/** 1 - erf(x), with full relative precision in the upper tail. */
export function erfc(x: number): number {
  if (!(x >= 0.84375)) return 1 - erf(x);
  if (x < 1.25) return 1 - ERX - pa(x - 1) / qa(x - 1);
  const head = Math.fround(x);
  return exp(-head * head) * exp((head - x) * (head + x)) * scaledTail(x);
}

/** exp(x^2) erfc(x): does not underflow. For x >= 0. */
export const erfcx = (x: number): number => (x >= 1.25 ? scaledTail(x) : exp(x * x) * erfc(x));

/** Standard normal distribution function. */
export const normalCdf = (x: number): number => 0.5 + 0.5 * erf(x / Math.SQRT2);

/** log(1 - erf(x)) for x from 1.25 to 28, without underflow. */
export function logErfc(x: number): number {
  const s = 1 / (x * x);
  const ratio = x < 1 / 0.35 ? ra(s) / sa(s) : rb(s) / sb(s);
  return -x * x - 0.5625 + ratio - log(x);
}
