// Convolution and pooling as plain loops in float64: the definition, one window after the other.
import { expect } from 'vitest';
import type { ResolvedLayer } from '$core/model/spec';
import { geometryOf, type Geometry } from '$engine/plan/layers/window';

export type WindowLayer = 'conv2d' | 'conv1d' | 'depthwiseConv2d' | 'maxPool2d' | 'avgPool2d';

/** Sums, and the largest size that sums of such terms usually have: the root of their summed squares. */
export interface Sums {
  readonly values: Float64Array;
  readonly size: number;
}

export interface Truth {
  readonly y: Sums;
  readonly dx: Sums;
  /** Gradients in the order of the weights: kernel, bias. */
  readonly weights: Sums[];
}

class Adder {
  readonly values: Float64Array;
  private readonly squares: Float64Array;
  constructor(n: number) {
    this.values = new Float64Array(n);
    this.squares = new Float64Array(n);
  }
  add(i: number, term: number): void {
    this.values[i] += term;
    this.squares[i] += term * term;
  }
  get sums(): Sums {
    return { values: this.values, size: Math.sqrt(this.squares.reduce((a, b) => Math.max(a, b), 0)) };
  }
}

const exact = (values: Float64Array): Sums => ({
  values,
  size: values.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
});

/** Calls back for each element under each window: indices into x and y (of channel 0), and the tap. */
function eachTap(g: Geometry, visit: (x: number, y: number, tap: number) => void): void {
  for (let row = 0; row < g.rows; row++)
    for (let oy = 0; oy < g.outHeight; oy++)
      for (let ox = 0; ox < g.outWidth; ox++)
        for (let ky = 0; ky < g.kernelHeight; ky++)
          for (let kx = 0; kx < g.kernelWidth; kx++) {
            const iy = oy * g.stride - g.padTop + ky;
            const ix = ox * g.stride - g.padLeft + kx;
            if (iy < 0 || ix < 0 || iy >= g.height || ix >= g.width) continue;
            const x = ((row * g.height + iy) * g.width + ix) * g.channels;
            const y = ((row * g.outHeight + oy) * g.outWidth + ox) * g.filters;
            visit(x, y, ky * g.kernelWidth + kx);
          }
}

export function reference(
  type: WindowLayer,
  layer: ResolvedLayer,
  rows: number,
  x: Float32Array,
  weights: readonly Float32Array[],
  dy: Float32Array,
): Truth {
  const pooling = type === 'maxPool2d' || type === 'avgPool2d';
  const g = geometryOf(rows, layer, (pooling ? layer.options.poolSize : layer.options.kernelSize) as number);
  return pooling ? pool(type, g, x, dy) : convolve(type === 'depthwiseConv2d', g, x, weights, dy);
}

function convolve(
  depthwise: boolean,
  g: Geometry,
  x: Float32Array,
  [w, bias]: readonly Float32Array[],
  dy: Float32Array,
): Truth {
  const [y, dx, dw, db] = [dy.length, x.length, w.length, g.filters].map((n) => new Adder(n));
  const multiplier = g.filters / g.channels;
  dy.forEach((value, i) => {
    y.add(i, bias[i % g.filters]);
    db.add(i % g.filters, value);
  });
  const multiply = (i: number, j: number, k: number) => {
    y.add(j, x[i] * w[k]);
    dx.add(i, dy[j] * w[k]);
    dw.add(k, dy[j] * x[i]);
  };
  eachTap(g, (i, j, tap) => {
    for (let f = 0; f < g.filters; f++) {
      if (depthwise) multiply(i + Math.floor(f / multiplier), j + f, tap * g.filters + f);
      else for (let c = 0; c < g.channels; c++) multiply(i + c, j + f, (tap * g.channels + c) * g.filters + f);
    }
  });
  return { y: y.sums, dx: dx.sums, weights: [dw.sums, db.sums] };
}

function pool(type: WindowLayer, g: Geometry, x: Float32Array, dy: Float32Array): Truth {
  const maximum = type === 'maxPool2d';
  const y = new Float64Array(dy.length).fill(maximum ? -Infinity : 0);
  const dx = new Float64Array(x.length);
  const seen = new Float64Array(dy.length);
  eachTap(g, (i, j) => {
    for (let c = 0; c < g.channels; c++) {
      if (!maximum) {
        y[j + c] += x[i + c];
        seen[j + c]++;
      } else if (x[i + c] > y[j + c]) {
        y[j + c] = x[i + c];
        seen[j + c] = i + c;
      }
    }
  });
  if (maximum) dy.forEach((value, j) => (dx[seen[j]] += value));
  else
    eachTap(g, (i, j) => {
      for (let c = 0; c < g.channels; c++) dx[i + c] += dy[j + c] / seen[j + c];
    });
  return { y: exact(maximum ? y : y.map((sum, j) => sum / seen[j])), dx: exact(dx), weights: [] };
}

/** Every error at most 1e-5 of the size of the sums. */
export function near(got: ArrayLike<number>, { values, size }: Sums, what: string): void {
  expect(got.length, what).toBe(values.length);
  for (let i = 0; i < values.length; i++) {
    const error = Math.abs(got[i] - values[i]) / Math.max(size, 1e-3);
    if (!(error <= 1e-5)) expect.fail(`${what}[${i}]: ${got[i]} instead of ${values[i]} (${error} relative)`);
  }
}
