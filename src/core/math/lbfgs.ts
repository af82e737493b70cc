// Minimises a smooth function, in a box if wanted, by L-BFGS (Nocedal & Wright 2006, algorithms 7.4 and 7.5) with projected
// steps (Bertsekas 1982, SIAM J. Control Optim. 20): coordinates held at a bound by the gradient are left out of the
// direction, and trial points are clipped to the box. Stops as scipy's L-BFGS-B does, but takes other steps.

export interface Goal {
  /** Bounds by coordinate; none when left out. */
  readonly lower?: ArrayLike<number>;
  readonly upper?: ArrayLike<number>;
  /** Stops when no coordinate of the projected gradient is larger. */
  readonly gradientTolerance: number;
  readonly maxIterations: number;
  /** Stops when a step lowers the value by a smaller share of max(1, |value|). */
  readonly valueTolerance?: number;
}
export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly iterations: number;
}
/** The value at x; writes its gradient, which is needed only where the value is `wanted`. One that is not finite counts as too large. */
export type Smooth = (x: Float64Array, gradient: Float64Array, wanted: (value: number) => boolean) => number;

const memory = 10;
const armijo = 1e-4;
const maxTries = 20;

export function minimise(f: Smooth, start: ArrayLike<number>, goal: Goal): Minimum {
  const n = start.length;
  const { gradientTolerance, maxIterations, valueTolerance = 1e7 * Number.EPSILON } = goal;
  const clip = (value: number, i: number) =>
    Math.min(goal.upper?.[i] ?? Infinity, Math.max(goal.lower?.[i] ?? -Infinity, value));
  let x = Float64Array.from(start, clip);
  let g = new Float64Array(n);
  let value = f(x, g, Number.isFinite);
  let pairs: { s: Float64Array; y: Float64Array }[] = [];
  let iterations = 0;
  while (iterations < maxIterations && Number.isFinite(value)) {
    const free = g.map((slope, i) => (clip(x[i] - slope, i) === x[i] ? 0 : 1));
    if (x.every((xi, i) => Math.abs(clip(xi - g[i], i) - xi) <= gradientTolerance)) break;
    let direction = descent(g, free, pairs);
    if (!(inner(direction, g, free) < 0)) {
      pairs = [];
      direction = g.map((slope, i) => -slope * free[i]);
    }
    const size = Math.sqrt(inner(g, g, free));
    const next = search(f, x, value, g, direction, pairs.length > 0 ? 1 : Math.min(1, 1 / size), clip);
    if (!next) {
      if (pairs.length === 0) break;
      pairs = [];
      continue;
    }
    iterations++;
    const s = next.x.map((xi, i) => xi - x[i]);
    const y = next.g.map((gi, i) => gi - g[i]);
    if (inner(s, y) > Number.EPSILON * inner(y, y)) pairs = [...pairs.slice(1 - memory), { s, y }];
    const gained = value - next.value;
    const scale = Math.max(1, Math.abs(value), Math.abs(next.value));
    ({ x, g, value } = next);
    if (gained <= valueTolerance * scale) break;
  }
  return { x, value, iterations };
}

function inner(a: Float64Array, b: Float64Array, free?: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i] * (free ? free[i] : 1);
  return sum;
}

/** Minus the inverse Hessian's estimate times the gradient, on the free coordinates: the two-loop recursion. */
function descent(g: Float64Array, free: Float64Array, pairs: readonly { s: Float64Array; y: Float64Array }[]) {
  const q = g.map((slope, i) => slope * free[i]);
  const used = pairs
    .map(({ s, y }) => ({ s, y, sy: inner(s, y, free), yy: inner(y, y, free) }))
    .filter(({ sy, yy }) => sy > Number.EPSILON * yy);
  const shares = new Float64Array(used.length);
  for (let k = used.length - 1; k >= 0; k--) {
    const { s, y, sy } = used[k];
    shares[k] = inner(s, q, free) / sy;
    for (let i = 0; i < q.length; i++) q[i] -= shares[k] * y[i] * free[i];
  }
  const last = used.at(-1);
  const scale = last ? last.sy / last.yy : 1;
  for (let i = 0; i < q.length; i++) q[i] *= scale;
  used.forEach(({ s, y, sy }, k) => {
    const back = inner(y, q, free) / sy;
    for (let i = 0; i < q.length; i++) q[i] += (shares[k] - back) * s[i] * free[i];
  });
  return q.map((value) => -value);
}

/** Backtracks along the clipped ray until the value falls enough; null when it does not. */
function search(
  f: Smooth,
  x: Float64Array,
  value: number,
  g: Float64Array,
  direction: Float64Array,
  first: number,
  clip: (value: number, i: number) => number,
) {
  let t = first;
  for (let attempt = 0; attempt < maxTries; attempt++) {
    const to = x.map((xi, i) => clip(xi + t * direction[i], i));
    const gradient = new Float64Array(x.length);
    let slope = 0;
    for (let i = 0; i < x.length; i++) slope += g[i] * (to[i] - x[i]);
    const enough = value + armijo * slope;
    const falls = (one: number) => one <= enough && Number.isFinite(one);
    const there = f(to, gradient, falls);
    if (falls(there)) return { x: to, g: gradient, value: there };
    const minimum = (-0.5 * slope) / (there - value - slope);
    t *= minimum > 0.1 && minimum < 0.5 ? minimum : minimum >= 0.5 ? 0.5 : 0.1;
  }
  return null;
}
