// The decision surface: predictions over a grid of two features, the others at their training means.
import type { Arrays, Prepared } from '$core/pipeline/prepared';
import type { TrialJob } from '$core/run/trial';
import type { Surface } from '$core/run/types';
import type { ExecutorModel } from '../executor';
import { decode } from './outputs';

type Request = NonNullable<NonNullable<TrialJob['live']>['surface']>;

/** Share of the range that the grid reaches beyond the training data, on either side. */
const margin = 0.1;

export interface SurfaceGrid {
  readonly arrays: Arrays;
  readonly size: number;
  readonly x: Surface['x'];
  readonly y: Surface['y'];
}

/** The rows of the grid, row-major: y runs down the rows from its minimum, x along them. */
export function surfaceGrid(prepared: Prepared, { x, y, size }: Request): SurfaceGrid {
  const { features, codes, rows } = prepared.train;
  const width = features.length / rows;
  const [xs, ys] = [range(features, width, x), range(features, width, y)];
  const base = Float32Array.from({ length: width }, (_, feature) => mean(features, width, feature));
  const grid = new Float32Array(size * size * width);
  for (let cell = 0; cell < size * size; cell++) {
    grid.set(base, cell * width);
    grid[cell * width + x] = at(xs, cell % size, size);
    grid[cell * width + y] = at(ys, Math.floor(cell / size), size);
  }
  const columns = codes.length / rows;
  const repeated = new Int32Array(size * size * columns);
  for (let cell = 0; cell < size * size; cell++) repeated.set(codes.subarray(0, columns), cell * columns);
  const arrays = { rows: size * size, features: grid, codes: repeated, target: new Float32Array(size * size) };
  return { arrays, size, x: { feature: x, ...xs }, y: { feature: y, ...ys } };
}

export async function computeSurface(model: ExecutorModel, grid: SurfaceGrid, prepared: Prepared): Promise<Surface> {
  const { predicted, probabilities } = decode(await model.predict(grid.arrays), prepared);
  const classes = probabilities.length / predicted.length;
  const confidence = classes ? predicted.map((k, cell) => probabilities[cell * classes + k]) : new Float32Array(0);
  return { size: grid.size, x: grid.x, y: grid.y, value: predicted, confidence };
}

const at = ({ min, max }: { min: number; max: number }, i: number, size: number) =>
  size > 1 ? min + ((max - min) * i) / (size - 1) : (min + max) / 2;

function range(features: Float32Array, width: number, feature: number) {
  let [min, max] = [Infinity, -Infinity];
  for (let i = feature; i < features.length; i += width) {
    min = Math.min(min, features[i]);
    max = Math.max(max, features[i]);
  }
  const spare = (max - min || 1) * margin;
  return { min: min - spare, max: max + spare };
}

function mean(features: Float32Array, width: number, feature: number) {
  let sum = 0;
  for (let i = feature; i < features.length; i += width) sum += features[i];
  return sum / (features.length / width);
}
