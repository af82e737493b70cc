// A dense autoencoder in float64 and its training by Adam (Hinton & Salakhutdinov 2006; Kingma & Ba 2015, algorithm 1),
// for fitting as a step of the pipeline: no engine, products by `math/dense`, so the same bits with and without kernels.
import { dense, rowsOf, times, timesTransposed, transposedTimes, type Dense } from '../math/dense';
import { exp } from '../math/elementary';
import type { Stream } from '../rng/stream';

export type Bend = 'relu' | 'elu' | 'tanh';

interface Layer {
  /** Numbers out and in. */
  readonly units: number;
  readonly inputs: number;
  readonly bend: Bend | null;
  /** Where its weights, units x inputs, and after them its biases start among the parameters. */
  readonly at: number;
}

export interface Net {
  readonly layers: readonly Layer[];
  /** Layers up to the code. */
  readonly inward: number;
  readonly parameters: number;
}

export interface Shape {
  readonly width: number;
  readonly components: number;
  readonly hidden: number;
  /** Hidden layers on either side of the code. */
  readonly layers: number;
  readonly activation: Bend;
}

export function netOf({ width, components, hidden, layers, activation }: Shape): Net {
  const side = Array.from({ length: layers }, () => ({ units: hidden, bend: activation }));
  const all = [...side, { units: components, bend: null }, ...side, { units: width, bend: null }];
  let [at, inputs] = [0, width];
  const made = all.map(({ units, bend }) => {
    const layer: Layer = { units, inputs, bend, at };
    at += units * (inputs + 1);
    inputs = units;
    return layer;
  });
  return { layers: made, inward: layers + 1, parameters: at };
}

/** Uniform weights: He et al. 2015 before a rectifier, else Glorot & Bengio 2010; biases 0. */
export function firstParameters({ layers, parameters }: Net, stream: Stream): Float64Array {
  const out = new Float64Array(parameters);
  layers.forEach(({ units, inputs, bend, at }, l) => {
    const rng = stream.split(l);
    const limit = Math.sqrt(6 / (bend === 'relu' || bend === 'elu' ? inputs : inputs + units));
    for (let i = 0; i < units * inputs; i++) out[at + i] = (2 * rng.uniform() - 1) * limit;
  });
  return out;
}

const weightsOf = (parameters: Float64Array, { units, inputs, at }: Layer): Dense =>
  dense(units, inputs, parameters.subarray(at, at + units * inputs));

/** What layers `from` to `to` make of rows; after each layer. */
function forward(net: Net, parameters: Float64Array, x: Dense, from: number, to: number): Dense[] {
  const made = [x];
  for (const layer of net.layers.slice(from, to)) {
    const z = timesTransposed(made[made.length - 1], weightsOf(parameters, layer));
    const bias = layer.at + layer.units * layer.inputs;
    for (let i = 0, c = 0; i < z.values.length; i++, c = c + 1 === layer.units ? 0 : c + 1)
      z.values[i] = bent(z.values[i] + parameters[bias + c], layer.bend);
    made.push(z);
  }
  return made;
}

function bent(x: number, bend: Bend | null): number {
  if (bend === null) return x;
  if (bend === 'relu') return x > 0 ? x : 0;
  if (bend === 'elu') return x > 0 ? x : exp(x) - 1;
  const e = exp(-2 * Math.abs(x));
  return x < 0 ? (e - 1) / (1 + e) : (1 - e) / (1 + e);
}

/** The derivative, from what came out. */
const slope = (y: number, bend: Bend | null): number =>
  bend === null ? 1 : bend === 'tanh' ? 1 - y * y : y > 0 ? 1 : bend === 'elu' ? y + 1 : 0;

const last = (made: readonly Dense[]): Dense => made[made.length - 1];

export const encode = (net: Net, parameters: Float64Array, x: Dense): Dense =>
  last(forward(net, parameters, x, 0, net.inward));

export const decode = (net: Net, parameters: Float64Array, z: Dense): Dense =>
  last(forward(net, parameters, z, net.inward, net.layers.length));

/** Mean squared error over all numbers of `x`; writes its gradient. */
export function lossAndGradient(net: Net, parameters: Float64Array, x: Dense, gradient: Float64Array): number {
  const made = forward(net, parameters, x, 0, net.layers.length);
  const out = last(made);
  let loss = 0;
  let off = dense(
    x.rows,
    x.columns,
    out.values.map((value, i) => {
      const by = value - x.values[i];
      loss += by * by;
      return (2 * by) / x.values.length;
    }),
  );
  for (let l = net.layers.length - 1; l >= 0; l--) {
    const layer = net.layers[l];
    if (layer.bend)
      off.values.forEach((value, i) => (off.values[i] = value * slope(made[l + 1].values[i], layer.bend)));
    gradient.set(transposedTimes(off, made[l]).values, layer.at);
    const bias = layer.at + layer.units * layer.inputs;
    gradient.fill(0, bias, bias + layer.units);
    for (let i = 0, c = 0; i < off.values.length; i++, c = c + 1 === layer.units ? 0 : c + 1)
      gradient[bias + c] += off.values[i];
    if (l > 0) off = times(off, weightsOf(parameters, layer));
  }
  return loss / x.values.length;
}

export interface Training {
  readonly learningRate: number;
  readonly batchSize: number;
  /** The order of the rows in each epoch. */
  readonly orders: Iterable<ArrayLike<number>>;
}

const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-7];

/** Changes `parameters`. The mean loss of each epoch as it went; ends early with one that is not finite. */
export function train(net: Net, parameters: Float64Array, x: Dense, { learningRate, batchSize, orders }: Training) {
  const [gradient, m, v] = Array.from({ length: 3 }, () => new Float64Array(net.parameters));
  const losses: number[] = [];
  let [power1, power2] = [1, 1];
  for (const order of orders) {
    let sum = 0;
    for (let from = 0; from < order.length; from += batchSize) {
      const rows = Array.from({ length: Math.min(batchSize, order.length - from) }, (_, i) => order[from + i]);
      sum += rows.length * lossAndGradient(net, parameters, rowsOf(x, rows), gradient);
      power1 *= beta1;
      power2 *= beta2;
      for (let i = 0; i < gradient.length; i++) {
        m[i] = beta1 * m[i] + (1 - beta1) * gradient[i];
        v[i] = beta2 * v[i] + (1 - beta2) * gradient[i] * gradient[i];
        parameters[i] -= (learningRate * (m[i] / (1 - power1))) / (Math.sqrt(v[i] / (1 - power2)) + epsilon);
      }
    }
    losses.push(sum / order.length);
    if (!Number.isFinite(sum) || !parameters.every(Number.isFinite)) break;
  }
  return losses;
}
