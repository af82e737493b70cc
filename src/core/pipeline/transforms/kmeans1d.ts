// Lloyd's k-means on a line, started from given centres: scikit-learn's KMeans(init, n_init=1) in one dimension, with its
// stopping rule (labels unchanged, or centres moved by at most 1e-4 x variance) and empty centres moved to the farthest
// points.

/** Ascending centres after at most 300 rounds. */
export function kmeans1d(values: Float64Array, start: readonly number[]): number[] {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const points = values.map((x) => x - mean);
  const near = (1e-4 * points.reduce((sum, x) => sum + x * x, 0)) / n;
  let centres = start.map((x) => x - mean);
  let labels = new Int32Array(n).fill(-1);
  for (let round = 0; round < 300; round++) {
    const next = Int32Array.from(points, (x) => nearest(centres, x));
    const sums = centres.map(() => 0);
    const counts = centres.map(() => 0);
    next.forEach((label, i) => {
      sums[label] += points[i];
      counts[label]++;
    });
    relocate(points, next, centres, sums, counts);
    const moved = centres.map((centre, c) => (counts[c] > 0 ? sums[c] / counts[c] : centre));
    const shift = moved.reduce((sum, centre, c) => sum + (centre - centres[c]) * (centre - centres[c]), 0);
    const same = next.every((label, i) => label === labels[i]);
    centres = moved;
    labels = next;
    if (same || shift <= near) break;
  }
  return centres.map((x) => x + mean).sort((a, b) => a - b);
}

function nearest(centres: readonly number[], x: number): number {
  let best = 0;
  for (let c = 1; c < centres.length; c++) if (Math.abs(x - centres[c]) < Math.abs(x - centres[best])) best = c;
  return best;
}

/** Empty centres take the points that lie farthest from their own, farthest first, ties by row. */
function relocate(
  points: Float64Array,
  labels: Int32Array,
  centres: readonly number[],
  sums: number[],
  counts: number[],
): void {
  const empty = counts.flatMap((count, c) => (count === 0 ? [c] : []));
  if (empty.length === 0) return;
  const distance = (i: number) => Math.abs(points[i] - centres[labels[i]]);
  const far = Array.from(points.keys()).sort((a, b) => distance(b) - distance(a) || a - b);
  empty.forEach((c, k) => {
    const from = labels[far[k]];
    sums[from] -= points[far[k]];
    counts[from]--;
    sums[c] = points[far[k]];
    counts[c] = 1;
  });
}
