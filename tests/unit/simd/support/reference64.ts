// The forward pass of every layer in float64, as its definition reads and knowing nothing of the engine's own geometry:
// each output is gathered from what it depends on. For numerical derivatives; shapes and layouts as in docs/engine.md.
import { erf } from '$core/math/erf';
import { sizeOf, type ResolvedLayer, type Shape } from '$core/model/spec';

type Numbers = Float64Array;
type Weights = Readonly<Record<string, Numbers>>;

/** Output (rows x size) of a training pass. xs: one array an input; weights by short name; mask: of a dropout layer. */
export function forward64(
  layer: ResolvedLayer,
  rows: number,
  xs: readonly Numbers[],
  weights: Weights,
  mask?: ArrayLike<number>,
): Numbers {
  const [x] = xs;
  const { type, options: o, inputInfos, output } = layer;
  const shape = inputInfos[0].shape;
  const channels = shape[shape.length - 1];
  const finish = (y: Numbers) => activate(String(o.activation), biased(y, weights.bias), output.shape.at(-1)!);
  switch (type) {
    case 'dense':
      return finish(product(x, weights.kernel, channels));
    case 'activation':
      return activate(String(o.activation), x.slice(), channels);
    case 'conv2d':
    case 'conv1d':
      return finish(convolve(windowsOf(layer, rows), x, weights.kernel, channels, output.shape.at(-1)!));
    case 'depthwiseConv2d':
      return finish(depthwise(windowsOf(layer, rows), x, weights.depthwiseKernel, channels, Number(o.depthMultiplier)));
    case 'separableConv2d':
      return finish(
        product(
          depthwise(windowsOf(layer, rows), x, weights.depthwiseKernel, channels, 1),
          weights.pointwiseKernel,
          channels,
        ),
      );
    case 'maxPool2d':
    case 'maxPool1d':
      return pool(windowsOf(layer, rows), x, channels, (values) => Math.max(...values));
    case 'avgPool2d':
    case 'avgPool1d':
      return pool(windowsOf(layer, rows), x, channels, mean);
    case 'globalAvgPool':
    case 'globalMaxPool': {
      const places = sizeOf(shape) / channels;
      const windows = Array.from({ length: rows }, (_, row) => each(places, (i) => ({ at: row * places + i, tap: i })));
      return pool(windows, x, channels, type === 'globalAvgPool' ? mean : (values) => Math.max(...values));
    }
    case 'batchNorm': {
      const places = x.length / channels;
      const groups = each(channels, (c) => each(places, (i) => i * channels + c));
      return normalize(x, groups, Number(o.epsilon), weights, channels);
    }
    case 'layerNorm': {
      const groups = each(x.length / channels, (i) => each(channels, (c) => i * channels + c));
      return normalize(x, groups, Number(o.epsilon), weights, channels);
    }
    case 'embedding':
      return Float64Array.from(
        [...x].flatMap((code) =>
          each(output.shape.at(-1)!, (j) => weights.embeddings[code * output.shape.at(-1)! + j]),
        ),
      );
    case 'dropout':
      return x.map((value, i) => value * mask![i]);
    case 'add':
      return x.map((_, i) => xs.reduce((sum, one) => sum + one[i], 0));
    case 'concat': {
      const widths = inputInfos.map((info) => info.shape.at(-1)!);
      return Float64Array.from(
        each(x.length / channels, (i) =>
          xs.flatMap((one, k) => [...one.subarray(i * widths[k], (i + 1) * widths[k])]),
        ).flat(),
      );
    }
    case 'flatten':
    case 'reshape':
      return x.slice();
    default:
      throw new Error(`no reference for "${type}"`);
  }
}

const each = <T>(n: number, of: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => of(i));
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** One element under a window: its place in x (in units of all channels) and its number in the kernel. */
interface Tap {
  readonly at: number;
  readonly tap: number;
}

/** Zeros before the first element: TensorFlow's rule, the smaller half in front. */
function before(size: number, out: number, kernel: number, stride: number, padding: unknown): number {
  return padding === 'same' ? Math.floor(Math.max(0, (out - 1) * stride + kernel - size) / 2) : 0;
}

/** What every output place sees, rows x out height x out width. */
function windowsOf(layer: ResolvedLayer, rows: number): Tap[][] {
  let windows = known.get(layer);
  if (!windows) known.set(layer, (windows = findWindows(layer, rows)));
  return windows;
}
const known = new WeakMap<ResolvedLayer, Tap[][]>();

function findWindows({ type, options: o, inputInfos, output }: ResolvedLayer, rows: number): Tap[][] {
  const line = type.endsWith('1d');
  const image = (shape: Shape) => (line ? [1, shape[0]] : [shape[0], shape[1]]);
  const [height, width] = image(inputInfos[0].shape);
  const [outHeight, outWidth] = image(output.shape);
  const kernel = Number(o.kernelSize ?? o.poolSize);
  const kernelHeight = line ? 1 : kernel;
  const stride = Number(o.strides);
  const top = line ? 0 : before(height, outHeight, kernel, stride, o.padding);
  const left = before(width, outWidth, kernel, stride, o.padding);
  const inside = (i: number, n: number) => i >= 0 && i < n;
  return each(rows * outHeight * outWidth, (place) => {
    const row = Math.floor(place / (outHeight * outWidth));
    const y = (Math.floor(place / outWidth) % outHeight) * (line ? 1 : stride) - top;
    const x = (place % outWidth) * stride - left;
    return each(kernelHeight * kernel, (tap) => ({ tap, dy: y + Math.floor(tap / kernel), dx: x + (tap % kernel) }))
      .filter(({ dy, dx }) => inside(dy, height) && inside(dx, width))
      .map(({ tap, dy, dx }) => ({ tap, at: (row * height + dy) * width + dx }));
  });
}

function convolve(windows: readonly Tap[][], x: Numbers, kernel: Numbers, channels: number, filters: number): Numbers {
  const y = new Float64Array(windows.length * filters);
  windows.forEach((taps, place) => {
    for (let f = 0; f < filters; f++)
      for (const { at, tap } of taps)
        for (let c = 0; c < channels; c++)
          y[place * filters + f] += x[at * channels + c] * kernel[(tap * channels + c) * filters + f];
  });
  return y;
}

function depthwise(
  windows: readonly Tap[][],
  x: Numbers,
  kernel: Numbers,
  channels: number,
  multiplier: number,
): Numbers {
  const y = new Float64Array(windows.length * channels * multiplier);
  windows.forEach((taps, place) => {
    for (let c = 0; c < channels; c++)
      for (let m = 0; m < multiplier; m++)
        for (const { at, tap } of taps)
          y[(place * channels + c) * multiplier + m] +=
            x[at * channels + c] * kernel[(tap * channels + c) * multiplier + m];
  });
  return y;
}

function product(x: Numbers, w: Numbers, columns: number): Numbers {
  const units = w.length / columns;
  return Float64Array.from({ length: (x.length / columns) * units }, (_, i) => {
    let sum = 0;
    for (let c = 0; c < columns; c++) sum += x[Math.floor(i / units) * columns + c] * w[c * units + (i % units)];
    return sum;
  });
}

function pool(windows: readonly Tap[][], x: Numbers, channels: number, of: (values: number[]) => number): Numbers {
  return Float64Array.from({ length: windows.length * channels }, (_, i) =>
    of(windows[Math.floor(i / channels)].map(({ at }) => x[at * channels + (i % channels)])),
  );
}

/** Each group of places to mean 0 and biased variance 1, then scaled and shifted by channel. */
function normalize(x: Numbers, groups: readonly number[][], epsilon: number, w: Weights, channels: number): Numbers {
  const y = new Float64Array(x.length);
  for (const group of groups) {
    const centre = mean(group.map((i) => x[i]));
    const variance = mean(group.map((i) => (x[i] - centre) ** 2));
    for (const i of group)
      y[i] = ((x[i] - centre) / Math.sqrt(variance + epsilon)) * w.gamma[i % channels] + w.beta[i % channels];
  }
  return y;
}

const biased = (y: Numbers, bias: Numbers | undefined) =>
  bias ? y.map((value, i) => value + bias[i % bias.length]) : y;

const curves: Readonly<Record<string, (x: number) => number>> = {
  linear: (x) => x,
  relu: (x) => Math.max(0, x),
  leakyRelu: (x) => (x < 0 ? 0.2 * x : x),
  elu: (x) => (x < 0 ? Math.expm1(x) : x),
  gelu: (x) => (x * (1 + erf(x / Math.SQRT2))) / 2,
  swish: (x) => x / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
};

function activate(name: string, x: Numbers, units: number): Numbers {
  if (name !== 'softmax') return x.map(curves[name]);
  const powers = x.map(Math.exp);
  return powers.map((power, i) => {
    const start = Math.floor(i / units) * units;
    return power / powers.subarray(start, start + units).reduce((a, b) => a + b, 0);
  });
}
