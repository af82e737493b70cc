// Functions drawn from the Gaussian process itself: Matern 5/2 with a length by axis, by 500 random Fourier features (Rahimi & Recht
// 2007), whose frequencies are Student's t with five degrees of freedom. On these the process is right about the function.
import { Stream } from '$core/rng/stream';
import { sobolPoints } from '$core/samplers/gp/draws';
import { cube } from './problems';
import type { Unseen } from './unseen';

const features = 500;

export interface Drawn extends Unseen {
  /** Of the process that it was drawn from; its scale is 1, its mean 0. */
  readonly inverseSquaredLengths: Float64Array;
}

function drawn(dimensions: number, number: number): Drawn {
  const rng = Stream.of(number, 'drawn', dimensions);
  const axes = Array.from({ length: dimensions }, (_, i) => i);
  // From 0.15 to 1.2 of the range, evenly by logarithm.
  const lengths = axes.map(() => 0.15 * 8 ** rng.uniform());
  const waves = Array.from({ length: features }, () => {
    const chi = Array.from({ length: 5 }, () => rng.normal() ** 2).reduce((a, b) => a + b);
    const frequency = lengths.map((length) => (rng.normal() / length) * Math.sqrt(5 / chi));
    return { frequency, phase: 2 * Math.PI * rng.uniform(), weight: rng.normal() * Math.sqrt(2 / features) };
  });
  const value = (x: ArrayLike<number>) =>
    waves.reduce((sum, { frequency, phase, weight }) => {
      const turn = frequency.reduce((total, w, i) => total + w * x[i], phase);
      return sum + weight * Math.cos(turn);
    }, 0);
  return {
    name: `drawn${dimensions}.${number}`,
    label: `drawn, ${dimensions} axes`,
    space: cube(dimensions, 0, 1),
    best: leastOf(value, dimensions, number),
    cost: (point) => value(axes.map((i) => Number(point[`x${i}`]))),
    inverseSquaredLengths: Float64Array.from(lengths, (length) => 1 / (length * length)),
  };
}

/** From the best eight of 8,192 points, axis by axis in ever smaller steps. */
function leastOf(value: (x: ArrayLike<number>) => number, dimensions: number, number: number): number {
  const count = 8192;
  const points = sobolPoints(count, dimensions, Stream.of(number, 'least'));
  const at = (i: number) => points.slice(i * dimensions, (i + 1) * dimensions);
  const values = Array.from({ length: count }, (_, i) => value(at(i)));
  const starts = values.map((_, i) => i).sort((a, b) => values[a] - values[b]);
  return Math.min(...starts.slice(0, 8).map((i) => descended(value, at(i))));
}

function descended(value: (x: ArrayLike<number>) => number, x: Float64Array): number {
  let least = value(x);
  for (let step = 0.05; step > 1e-5; step /= 2) {
    for (let move = 0; move < 12 * x.length; move++) {
      const axis = (move >> 1) % x.length;
      const old = x[axis];
      x[axis] = Math.min(1, Math.max(0, old + (move % 2 === 0 ? step : -step)));
      const now = value(x);
      if (now < least) least = now;
      else x[axis] = old;
    }
  }
  return least;
}

export const drawnProblems = (): Drawn[] =>
  [1, 2, 3, 4, 5, 6].flatMap((number) => [2, 3, 5].map((dimensions) => drawn(dimensions, number)));
