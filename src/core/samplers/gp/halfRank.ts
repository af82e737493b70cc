// The worse half of the values by their order alone, before a Gaussian process sees them: where a few are far worse than the
// rest, they set a scale on which the good ones look alike. Half-rank warping as Google's Vizier does it (Song et al. 2024,
// arXiv 2408.11527). Whether a process sees them so is settled in foretold.ts.
import { log } from '../../math/elementary';
import { normalQuantile } from '../../math/normalQuantile';

export interface HalfRanked {
  /** Mean 0, population standard deviation 1, in the order of the values given. */
  readonly values: Float64Array;
  /** Log of the slope by which the better half was stretched; the transform is straight there. */
  readonly logSlope: number;
}

/** Of values of which larger is better; null where none is below the median, so that nothing changes. */
export function halfRanked(values: Float64Array): HalfRanked | null {
  const warped = warpedHalf(values);
  if (!warped) return null;
  const mean = warped.reduce((sum, value) => sum + value, 0) / warped.length;
  const variance = warped.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / warped.length;
  const deviation = Math.max(1e-10, Math.sqrt(variance));
  return { values: warped.map((value) => (value - mean) / deviation), logSlope: -log(deviation) };
}

/**
 * Values from the median up stay. Those below get the lower half of a normal distribution around the median, by rank among
 * the different values, as wide as the better half is.
 */
export function warpedHalf(values: Float64Array): Float64Array | null {
  const sorted = values.slice().sort();
  const n = sorted.length;
  const middle = n >> 1;
  const median = n % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  const different = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  const below = different.filter((value) => value < median).length;
  if (below === 0) return null;
  const spread = (some: Float64Array) =>
    Math.sqrt(some.reduce((sum, value) => sum + (value - median) * (value - median), 0) / some.length);
  // Where all of the better half are alike, of all values.
  const width = spread(different.subarray(below)) || spread(different);
  const places = below + (different[below] === median ? 0.5 : 0);
  const moved = new Map(
    Array.from(different.subarray(0, below), (value, i) => [
      value,
      median + width * normalQuantile((0.5 * (i + 0.5)) / places),
    ]),
  );
  return values.map((value) => moved.get(value) ?? value);
}
