// The curse of dimensionality on a person's own rows: columns of noise are added, and with them distances draw together
// (Beyer et al. 1999) and accuracy falls the sooner the fewer rows there are to learn from (Hughes 1968).
import { dense, rowsOf, timesTransposed, type Dense } from '../math/dense';
import type { MatrixTarget } from '../pipeline/matrix/step';
import { Stream } from '../rng/stream';
import { ridge, signedTargets } from '../select/ridge';
import { squares } from '../embed/neighbours';
import { standardized } from './report';
import { thinned, type Subject } from './subject';

export interface CurseReport {
  /** Numbers of features: the person's own first, then with noise. */
  readonly features: readonly number[];
  /** Mean over rows of (farthest - nearest) / nearest distance; rows that equal another are left out. */
  readonly contrast: readonly number[];
  /** Variance of all distances over their squared mean. */
  readonly relative: readonly number[];
  /** Accuracy or R squared on held-out rows, by model, training size and number of features, with its deviation. */
  readonly scores: readonly CurseScores[];
  readonly measure: 'accuracy' | 'R²';
  readonly heldOut: number;
  readonly repeats: number;
}
export interface CurseScores {
  readonly model: 'knn' | 'linear';
  readonly size: number;
  readonly mean: readonly number[];
  readonly sd: readonly number[];
}

export const noiseCounts = [0, 2, 5, 10, 20, 50, 100, 200, 400];
const sizes = [20, 50, 150, 500];
const mostRows = 1000;
const distanceRows = 300;
const neighbours = 5;
const repeats = 3;

/** `told` is awaited between pieces of work with what is done and how much there is. */
export async function curse(all: Subject, told: (done: number, total: number) => Promise<void>): Promise<CurseReport> {
  const subject = thinned(all, mostRows);
  const { x: raw, target } = subject;
  const own = standardized(raw);
  const most = noiseCounts[noiseCounts.length - 1];
  const noise = dense(own.rows, most);
  const stream = Stream.of(all.seed, 'curse');
  for (let i = 0; i < noise.values.length; i++) noise.values[i] = stream.normal();
  const heldOut = Math.max(1, Math.min(300, Math.floor(own.rows / 3)));
  const room = own.rows - heldOut;
  const used = sizes.filter((size) => size <= room);
  if (used.length === 0) used.push(room);
  const features = noiseCounts.map((count) => own.columns + count);
  const contrast: number[] = [];
  const relative: number[] = [];
  const byScore = used.flatMap((size) =>
    (['knn', 'linear'] as const).map((model) => ({ model, size, runs: noiseCounts.map(() => [] as number[]) })),
  );
  let done = 0;
  const total = noiseCounts.length * (1 + repeats * used.length);
  for (const [at, count] of noiseCounts.entries()) {
    const x = beside(own, noise, count);
    const found = concentration(rowsOf(x, first(Math.min(distanceRows, x.rows))));
    contrast.push(found.contrast);
    relative.push(found.relative);
    await told(++done, total);
    for (let repeat = 0; repeat < repeats; repeat++) {
      // The same rows for every number of features: only the noise differs.
      const order = stream.split('rows', repeat).permutation(own.rows);
      const test = order.slice(0, heldOut);
      for (const size of used) {
        const train = order.slice(heldOut, heldOut + size);
        for (const one of byScore) {
          if (one.size === size) one.runs[at].push(score(one.model, x, target, train, test));
        }
        await told(++done, total);
      }
    }
  }
  const scores = byScore.map(({ model, size, runs }) => {
    const mean = runs.map((run) => run.reduce((sum, value) => sum + value, 0) / run.length);
    const sd = runs.map((run, i) =>
      Math.sqrt(run.reduce((sum, value) => sum + (value - mean[i]) * (value - mean[i]), 0) / (run.length - 1)),
    );
    return { model, size, mean, sd };
  });
  return {
    features,
    contrast,
    relative,
    scores,
    measure: target.kind === 'classes' ? 'accuracy' : 'R²',
    heldOut,
    repeats,
  };
}

const first = (n: number) => Uint32Array.from({ length: n }, (_, i) => i);

function beside(x: Dense, noise: Dense, count: number): Dense {
  const width = x.columns + count;
  const out = dense(x.rows, width);
  for (let r = 0; r < x.rows; r++) {
    out.values.set(x.values.subarray(r * x.columns, (r + 1) * x.columns), r * width);
    out.values.set(noise.values.subarray(r * noise.columns, r * noise.columns + count), r * width + x.columns);
  }
  return out;
}

/** How unlike the distances between rows are. */
export function concentration(x: Dense): { contrast: number; relative: number } {
  const products = timesTransposed(x, x).values;
  const lengths = squares(x);
  const n = x.rows;
  let contrast = 0;
  let counted = 0;
  let sum = 0;
  let sumSquares = 0;
  for (let i = 0; i < n; i++) {
    let near = Infinity;
    let far = 0;
    for (let j = 0; j < n; j++) {
      if (j === i) continue;
      const square = Math.max(0, lengths[i] + lengths[j] - 2 * products[i * n + j]);
      const d = Math.sqrt(square);
      near = Math.min(near, d);
      far = Math.max(far, d);
      sum += d;
      sumSquares += square;
    }
    // Distances of equal rows are 0 but for rounding.
    if (near > 1e-6 * far) {
      contrast += (far - near) / near;
      counted++;
    }
  }
  const pairs = n * (n - 1);
  const mean = sum / pairs;
  return {
    contrast: counted > 0 ? contrast / counted : NaN,
    relative: Math.max(0, sumSquares / pairs / (mean * mean) - 1),
  };
}

function score(
  model: CurseScores['model'],
  x: Dense,
  target: MatrixTarget,
  train: Uint32Array,
  test: Uint32Array,
): number {
  const [a, b] = [rowsOf(x, train), rowsOf(x, test)];
  const predicted = model === 'knn' ? byNeighbours(a, b, target, train) : byRidge(a, b, target, train);
  if (target.kind === 'classes')
    return test.reduce((sum, row, i) => sum + Number(predicted[i] === target.index[row]), 0) / test.length;
  const mean = test.reduce((sum, row) => sum + target.values[row], 0) / test.length;
  let rest = 0;
  let all = 0;
  test.forEach((row, i) => {
    rest += (target.values[row] - predicted[i]) * (target.values[row] - predicted[i]);
    all += (target.values[row] - mean) * (target.values[row] - mean);
  });
  return all > 0 ? 1 - rest / all : 0;
}

/** The most frequent class, of equals the lower, or the mean, of the five nearest rows. */
function byNeighbours(a: Dense, b: Dense, target: MatrixTarget, train: Uint32Array): Float64Array {
  const products = timesTransposed(b, a).values;
  const lengths = squares(a);
  const k = Math.min(neighbours, a.rows);
  return Float64Array.from({ length: b.rows }, (_, i) => {
    const order = first(a.rows).sort((p, q) => {
      const difference = lengths[p] - 2 * products[i * a.rows + p] - (lengths[q] - 2 * products[i * a.rows + q]);
      return difference || p - q;
    });
    const near = order.subarray(0, k);
    if (target.kind === 'values') return near.reduce((sum, j) => sum + target.values[train[j]], 0) / k;
    const votes = new Int32Array(target.classes.length);
    for (const j of near) votes[target.index[train[j]]]++;
    return votes.indexOf(Math.max(...votes));
  });
}

function byRidge(a: Dense, b: Dense, target: MatrixTarget, train: Uint32Array): Float64Array {
  const targets =
    target.kind === 'values'
      ? [Float64Array.from(train, (row) => target.values[row])]
      : signedTargets(
          Int32Array.from(train, (row) => target.index[row]),
          target.classes.length,
        );
  const { coefficients, intercepts } = ridge(a, targets, 1);
  const out = timesTransposed(b, coefficients);
  const width = targets.length;
  return Float64Array.from({ length: b.rows }, (_, i) => {
    const at = (t: number) => out.values[i * width + t] + intercepts[t];
    if (target.kind === 'values') return at(0);
    if (width === 1) return at(0) > 0 ? 1 : 0;
    let best = 0;
    for (let t = 1; t < width; t++) if (at(t) > at(best)) best = t;
    return best;
  });
}
