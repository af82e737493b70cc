// Weighted least squares by Levenberg and Marquardt (Marquardt 1963, SIAM J. Appl. Math. 11; damping as in Press et al.,
// Numerical Recipes, 15.5): the normal equations with a scaled diagonal, by Cholesky. Up to five parameters.
import { cholesky, solveLower, solveLowerTransposed } from '../math/linalg';
import type { Family } from './families';

/** Points of a curve: epoch from 1, its logarithm, value, weight. */
export interface Points {
  readonly x: Float64Array;
  readonly lx: Float64Array;
  readonly y: Float64Array;
  readonly w: Float64Array;
}

export interface Fit {
  readonly p: Float64Array;
  /** Weighted sum of squared residuals. */
  readonly rss: number;
}

const most = 25;
const smallestGain = 1e-5;

/** From these parameters downhill; null when the start has no finite value. */
export function levenberg(family: Family, points: Points, start: Float64Array): Fit | null {
  const k = family.size;
  const { x, lx, y, w } = points;
  const n = x.length;
  const gradient = new Float64Array(k);
  const measure = (p: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const r = y[i] - family.at(x[i], lx[i], p, gradient);
      sum += w[i] * r * r;
    }
    return sum;
  };
  let p = start;
  let rss = measure(p);
  if (!Number.isFinite(rss)) return null;
  const h = new Float64Array(k * k);
  const a = new Float64Array(k * k);
  const b = new Float64Array(k);
  let damping = 1e-2;
  for (let round = 0; round < most && rss > 0; round++) {
    h.fill(0);
    b.fill(0);
    for (let i = 0; i < n; i++) {
      const r = y[i] - family.at(x[i], lx[i], p, gradient);
      for (let u = 0; u < k; u++) {
        const s = w[i] * gradient[u];
        b[u] += s * r;
        for (let v = 0; v <= u; v++) h[u * k + v] += s * gradient[v];
      }
    }
    let gained = -1;
    for (let attempt = 0; attempt < 6 && gained < 0; attempt++) {
      a.set(h);
      for (let u = 0; u < k; u++) a[u * k + u] = h[u * k + u] * (1 + damping) + 1e-12;
      if (cholesky(a, k)) {
        const step = solveLowerTransposed(a, k, solveLower(a, k, b.slice()));
        const to = p.map((value, u) => value + step[u]);
        const there = measure(to);
        if (there < rss) {
          gained = (rss - there) / rss;
          p = to;
          rss = there;
          damping = Math.max(damping / 10, 1e-9);
          break;
        }
      }
      damping *= 10;
    }
    if (gained < smallestGain) break;
  }
  return { p, rss };
}

/** The best of the family's starts as parameters: of a shaped one, level and size come from a weighted linear fit. */
export function bestStart(family: Family, points: Points): Float64Array | null {
  const { x, lx, y, w } = points;
  const n = x.length;
  const gradient = new Float64Array(family.size);
  let best: Float64Array | null = null;
  let least = Infinity;
  for (const q of family.starts(n)) {
    const p = new Float64Array(family.size);
    if (family.shape) {
      let sw = 0;
      let sg = 0;
      let sy = 0;
      let sgg = 0;
      let sgy = 0;
      for (let i = 0; i < n; i++) {
        const g = family.shape(x[i], lx[i], q);
        sw += w[i];
        sg += w[i] * g;
        sy += w[i] * y[i];
        sgg += w[i] * g * g;
        sgy += w[i] * g * y[i];
      }
      const spread = sw * sgg - sg * sg;
      p[1] = spread > 1e-12 * sw * sgg ? -(sw * sgy - sg * sy) / spread : 0;
      p[0] = (sy + p[1] * sg) / sw;
      p.set(q, 2);
    } else p.set(q);
    let rss = 0;
    for (let i = 0; i < n; i++) {
      const r = y[i] - family.at(x[i], lx[i], p, gradient);
      rss += w[i] * r * r;
    }
    if (rss < least) {
      least = rss;
      best = p;
    }
  }
  return best;
}
