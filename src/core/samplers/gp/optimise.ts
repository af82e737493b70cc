// Where the acquisition is largest, as Optuna 5.0 looks for it: 2048 scrambled Sobol' points, then local searches from the
// best of them, the best trial, and 8 drawn by exp(acquisition); each alternates gradient steps on the continuous
// parameters with a search over each finite one until nothing changes.
import { exp } from '../../math/elementary';
import { brent } from '../../math/brent';
import { minimise } from '../../math/lbfgs';
import type { Stream } from '../../rng/stream';
import type { Acquisition } from './acquisition';
import type { GpAxis } from './axes';
import { sobolPoints } from './draws';

const preliminary = 2048;
const localSearches = 10;
const gradientTolerance = 1e-2;
const maxIterations = 200;
const maxSweeps = 100;
/** Finite ranges up to this many values are searched whole. */
const exhaustive = 16;

export interface Candidate {
  readonly x: Float64Array;
  readonly value: number;
}

/** Candidates, best first: the ends of the local searches, then the preliminary points. */
export function optimise(
  acquisition: Acquisition,
  axes: readonly GpAxis[],
  q: Float64Array,
  incumbent: Float64Array,
  rng: Stream,
): Candidate[] {
  const n = axes.length;
  const points = sobolPoints(preliminary, n, rng.split('preliminary'));
  for (let at = 0; at < points.length; at += n)
    for (let d = 0; d < n; d++) points[at + d] = axes[d].snap(points[at + d]);
  const values = acquisition.each?.(points, preliminary);
  const samples = Array.from({ length: preliminary }, (_, i): Candidate => {
    const x = points.subarray(i * n, (i + 1) * n);
    return { x, value: values?.[i] ?? acquisition.at(x) };
  });
  const starts = [...roulette(samples, rng.split('starts')), { x: incumbent, value: acquisition.at(incumbent) }];
  const ends = starts.map((start) => localSearch(acquisition, axes, q, start));
  const byValue = (a: Candidate, b: Candidate) => b.value - a.value;
  return [...ends.sort(byValue), ...samples.sort(byValue)];
}

/** The best sample, and others drawn without replacement with probability exp(value). */
function roulette(samples: readonly Candidate[], rng: Stream): Candidate[] {
  const best = samples.reduce((a, b) => (b.value > a.value ? b : a));
  const weights = samples.map((one) => (one === best ? 0 : exp(one.value - best.value)));
  const chosen = [best];
  while (chosen.length < localSearches - 1) {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (!(total > 0)) break;
    let left = rng.uniform() * total;
    let pick = -1;
    for (let i = 0; i < weights.length && left >= 0; i++) {
      if (weights[i] > 0) pick = i;
      left -= weights[i];
    }
    chosen.push(samples[pick]);
    weights[pick] = 0;
  }
  return chosen;
}

export function localSearch(
  acquisition: Acquisition,
  axes: readonly GpAxis[],
  q: Float64Array,
  start: Candidate,
): Candidate {
  const continuous = axes.flatMap(({ count }, d) => (count === Infinity ? [d] : []));
  const finite = axes.flatMap(({ count }, d) => (count === Infinity ? [] : [d]));
  let current: Candidate = { x: start.x.slice(), value: start.value };
  // The axis that changed last; -1 stands for all continuous ones. Back at it unchanged, nothing is left to gain.
  let changed = -1;
  for (let sweep = 0; sweep < maxSweeps; sweep++) {
    const climbed = climb(acquisition, continuous, q, current);
    if (climbed.value > current.value) [current, changed] = [climbed, -1];
    for (const d of finite) {
      if (changed === d) return current;
      const moved = along(acquisition, axes[d], d, current);
      if (moved.value > current.value) [current, changed] = [moved, d];
    }
    if (changed === -1) return current;
  }
  return current;
}

/** Gradient ascent on the continuous coordinates, each in units of its length scale. */
function climb(acquisition: Acquisition, continuous: readonly number[], q: Float64Array, from: Candidate): Candidate {
  if (continuous.length === 0) return from;
  const x = from.x.slice();
  const all = new Float64Array(x.length);
  const lengths = continuous.map((d) => 1 / Math.sqrt(q[d]));
  const place = (z: Float64Array) => continuous.forEach((d, i) => (x[d] = Math.min(1, Math.max(0, z[i] * lengths[i]))));
  const { x: z } = minimise(
    (at, gradient) => {
      place(at);
      const value = acquisition.withGradient(x, all);
      continuous.forEach((d, i) => (gradient[i] = -all[d] * lengths[i]));
      return -value;
    },
    continuous.map((d, i) => x[d] / lengths[i]),
    { lower: lengths.map(() => 0), upper: lengths.map((length) => 1 / length), gradientTolerance, maxIterations },
  );
  place(z);
  return { x, value: acquisition.at(x) };
}

/** The best value of one finite parameter, others fixed: all of few or of a choice, else a line search. */
function along(acquisition: Acquisition, axis: GpAxis, d: number, from: Candidate): Candidate {
  const x = from.x.slice();
  const known = new Map<number, number>();
  const valueOf = (index: number): number => {
    const ready = known.get(index);
    if (ready !== undefined) return ready;
    x[d] = axis.at(index);
    const value = x[d] === from.x[d] ? from.value : acquisition.at(x);
    known.set(index, value);
    return value;
  };
  const index =
    axis.categorical || axis.count <= exhaustive ? bestOf(axis.count, valueOf) : line(axis, from, d, valueOf);
  const value = valueOf(index);
  if (!(value > from.value)) return from;
  x[d] = axis.at(index);
  return { x, value };
}

function bestOf(count: number, valueOf: (index: number) => number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (valueOf(i) > valueOf(best)) best = i;
  return best;
}

/** Brent's method on the values joined by straight lines. */
function line({ count, at }: GpAxis, from: Candidate, d: number, valueOf: (index: number) => number): number {
  /** First index from 1 whose coordinate is not below u. */
  const right = (u: number) => {
    let [low, high] = [1, count - 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (at(middle) < u) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const nearest = (u: number) => {
    const i = right(u);
    return Math.abs(u - at(i - 1)) < Math.abs(u - at(i)) ? i - 1 : i;
  };
  const [low, high] = [at(0), at(count - 1)];
  // The smallest gap: on a log scale the last one.
  const tolerance = Math.min(at(1) - low, high - at(count - 2)) / 4;
  const joined = (u: number) => {
    if (u < low || u > high) return Infinity;
    const i = right(u);
    const share = (at(i) - u) / (at(i) - at(i - 1));
    return -(share * valueOf(i - 1) + (1 - share) * valueOf(i));
  };
  return nearest(brent(joined, low - 1e-12, high + 1e-12, from.x[d], -from.value, tolerance));
}
