// The parametric families of learning curves that Domhan et al. 2015 (IJCAI, "Speeding up automatic hyperparameter
// optimization of deep neural networks by extrapolation of learning curves") average. Of their eleven, Weibull, Janoschek
// and exp4 are one family in other letters, and so are Hill and log power: eight are left. x is the epoch, from 1; y rises.
// Scales are kept positive by their logarithm. Where a family is level - size x shape, the first two parameters are those.
import { exp, log, sigmoid } from '../math/elementary';

export interface Family {
  readonly name: string;
  /** How many parameters. */
  readonly size: number;
  /** Value at an epoch of logarithm `lx`; writes the derivative by each parameter. */
  readonly at: (x: number, lx: number, p: Float64Array, gradient: Float64Array) => number;
  /** Beginnings of the fit, to be compared: all parameters, or for a `shaped` family those of the shape only. */
  readonly starts: (n: number) => readonly (readonly number[])[];
  /** A family of the form level - size x shape: level and size of each start come from a linear fit. */
  readonly shape?: (x: number, lx: number, q: readonly number[]) => number;
}

/** A family level - size x shape(x; q), shape with its derivatives by q. */
function shaped(
  name: string,
  count: number,
  starts: Family['starts'],
  shape: (x: number, lx: number, p: Float64Array, at: number, gradient: Float64Array | null) => number,
): Family {
  const bare = new Float64Array(count);
  return {
    name,
    size: count + 2,
    starts,
    shape: (x, lx, q) => {
      bare.set(q);
      return shape(x, lx, bare, 0, null);
    },
    at: (x, lx, p, gradient) => {
      const g = shape(x, lx, p, 2, gradient);
      for (let i = 0; i < count; i++) gradient[2 + i] *= -p[1];
      gradient[0] = 1;
      gradient[1] = -g;
      return p[0] - p[1] * g;
    },
  };
}

/** c - a x^-alpha; q = ln alpha. */
const pow3 = shaped(
  'pow3',
  1,
  () => [[-1.5], [-0.7], [0.2]],
  (_x, lx, p, at, gradient) => {
    const alpha = exp(p[at]);
    const g = exp(-alpha * lx);
    if (gradient) gradient[at] = -g * lx * alpha;
    return g;
  },
);

/** c - (a x + b)^-alpha, as c - A (x + b)^-alpha; q = ln b, ln alpha. */
const pow4 = shaped(
  'pow4',
  2,
  (n) => [
    [0, -0.7],
    [log(n), 0.7],
  ],
  (x, _lx, p, at, gradient) => {
    const b = exp(p[at]);
    const alpha = exp(p[at + 1]);
    // Scaled to 1 at x = 0, so that its size stays a size however large b becomes.
    const lift = log((x + b) / b);
    const g = exp(-alpha * lift);
    if (gradient) {
      gradient[at] = alpha * g * (1 - b / (x + b));
      gradient[at + 1] = -g * lift * alpha;
    }
    return g;
  },
);

/** alpha - (alpha - beta) / (1 + (kappa x)^delta): Morgan, Mercer, Flodin; q = ln kappa, ln delta. */
const mmf = shaped(
  'mmf',
  2,
  (n) => [
    [-log(n), 0.7],
    [-log(n) - 1, 0],
    [-log(n) + 1, 0],
  ],
  (_x, lx, p, at, gradient) => {
    const delta = exp(p[at + 1]);
    const z = delta * (p[at] + lx);
    const g = sigmoid(-z);
    if (gradient) {
      const slope = -g * (1 - g);
      gradient[at] = slope * delta;
      gradient[at + 1] = slope * z;
    }
    return g;
  },
);

/** alpha - (alpha - beta) exp(-(kappa x)^delta): Weibull, Janoschek, exp4; q = ln kappa, ln delta. */
const weibull = shaped(
  'weibull',
  2,
  (n) => [
    [-log(n), 0],
    [-log(n), 0.9],
    [-log(n) + 1.5, -0.4],
  ],
  (_x, lx, p, at, gradient) => {
    const delta = exp(p[at + 1]);
    const power = exp(Math.min(delta * (p[at] + lx), 50));
    const g = exp(-power);
    if (gradient) {
      gradient[at] = -g * power * delta;
      gradient[at + 1] = -g * power * delta * (p[at] + lx);
    }
    return g;
  },
);

/** c - a / ln(x + 1). */
const ilog2 = shaped(
  'ilog2',
  0,
  () => [[]],
  (x) => 1 / log(x + 1),
);

/** theta x^eta / (kappa^eta + x^eta): Hill, log power; theta, ln kappa, ln eta. */
const hill: Family = {
  name: 'hill',
  size: 3,
  starts: (n) => [
    [1, 0, -0.5],
    [1.2, log(n), 0],
  ],
  at: (_x, lx, p, gradient) => {
    const eta = exp(p[2]);
    const z = eta * (lx - p[1]);
    const s = sigmoid(z);
    gradient[0] = s;
    gradient[1] = -p[0] * s * (1 - s) * eta;
    gradient[2] = p[0] * s * (1 - s) * z;
    return p[0] * s;
  },
};

/** exp(a + b / x + c ln x): vapour pressure. */
const vap: Family = {
  name: 'vap',
  size: 3,
  starts: () => [
    [0, -0.5, 0],
    [-0.5, -0.2, 0.1],
  ],
  at: (x, lx, p, gradient) => {
    const y = exp(Math.min(p[0] + p[1] / x + p[2] * lx, 50));
    gradient[0] = y;
    gradient[1] = y / x;
    gradient[2] = y * lx;
    return y;
  },
};

/** ln(a ln x + b). */
const logLog: Family = {
  name: 'loglog',
  size: 2,
  starts: () => [
    [0.5, 1.5],
    [0.2, 2],
  ],
  at: (_x, lx, p, gradient) => {
    const inner = p[0] * lx + p[1];
    gradient[0] = lx / inner;
    gradient[1] = 1 / inner;
    return log(inner);
  },
};

export const families: readonly Family[] = [pow3, pow4, mmf, weibull, ilog2, hill, vap, logLog];
