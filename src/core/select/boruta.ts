// All-relevant selection against shadows (Kursa & Rudnicki 2010, "Feature selection with the Boruta package"): in every
// round each column gets a shuffled copy; a column scores a hit where its importance exceeds that of the best copy. Hits
// far above or below half decide, by a two-sided binomial test with Bonferroni's correction. What is open at the end is
// kept where its median importance exceeds the median of the best copies (TentativeRoughFix). The forest is one of
// extremely randomized trees.
import { dense, type Dense } from '../math/dense';
import type { Stream } from '../rng/stream';
import { growForest } from './forest';

export type Verdict = 'kept' | 'open' | 'dropped';

export interface Boruta {
  readonly verdicts: readonly Verdict[];
  readonly kept: readonly number[];
  /** Mean importance divided by the mean of the best copies. */
  readonly scores: readonly number[];
  readonly rounds: number;
}

const alpha = 0.05;
/** Fewer copies would make the best of them a matter of luck. */
const leastShadows = 5;

export function boruta(
  x: Dense,
  targets: readonly Float64Array[],
  trees: number,
  maxRounds: number,
  stream: Stream,
): Boruta {
  const d = x.columns;
  const verdicts: Verdict[] = new Array<Verdict>(d).fill('open');
  const hits = new Int32Array(d);
  const history: number[][] = Array.from({ length: d }, () => []);
  const best: number[] = [];
  let rounds = 0;
  while (rounds < maxRounds && verdicts.includes('open')) {
    const columns = [...verdicts.keys()].filter((c) => verdicts[c] !== 'dropped');
    const shadows = Array.from(
      { length: Math.max(leastShadows, columns.length) },
      (_, i) => columns[i % columns.length],
    );
    const own = stream.split(rounds++);
    const { importance } = growForest(withShadows(x, columns, shadows, own), targets, trees, own);
    let most = 0;
    for (let i = columns.length; i < importance.length; i++) most = Math.max(most, importance[i]);
    best.push(most);
    columns.forEach((c, i) => {
      history[c].push(importance[i]);
      if (importance[i] > most) hits[c]++;
    });
    for (const c of columns) {
      if (verdicts[c] !== 'open') continue;
      if (atLeast(hits[c], rounds) * d < alpha / 2) verdicts[c] = 'kept';
      else if (atLeast(rounds - hits[c], rounds) * d < alpha / 2) verdicts[c] = 'dropped';
    }
  }
  const bar = median(best);
  const mean = best.reduce((sum, value) => sum + value, 0) / best.length;
  const scores = history.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length / (mean || 1));
  const kept = [...verdicts.keys()].filter(
    (c) => verdicts[c] === 'kept' || (verdicts[c] === 'open' && median(history[c]) > bar),
  );
  return { verdicts, kept, scores, rounds };
}

function withShadows(x: Dense, columns: readonly number[], shadows: readonly number[], stream: Stream): Dense {
  const width = columns.length + shadows.length;
  const out = dense(x.rows, width);
  columns.forEach((c, i) => {
    for (let r = 0; r < x.rows; r++) out.values[r * width + i] = x.values[r * x.columns + c];
  });
  shadows.forEach((c, i) => {
    const order = stream.permutation(x.rows);
    for (let r = 0; r < x.rows; r++) out.values[r * width + columns.length + i] = x.values[order[r] * x.columns + c];
  });
  return out;
}

/** Probability of at least `hits` heads in `n` throws of a fair coin. */
export function atLeast(hits: number, n: number): number {
  let term = 1;
  for (let i = 0; i < n; i++) term /= 2;
  let sum = 0;
  for (let k = 0; k <= n; k++) {
    if (k >= hits) sum += term;
    term = (term * (n - k)) / (k + 1);
  }
  return sum;
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
