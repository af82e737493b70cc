// The code of an autoencoder as a step: bent directions that are learned from the training rows by descent. The look at
// held-out rows on the Reduce tab trains on the engine; this fits within preparation, which may not.
import { autoencoderFields } from '../../decompose/autoencoderFields';
import { decode, encode, firstParameters, netOf, train } from '../../decompose/autoencoderNet';
import { numbered } from '../../decompose/linear';
import { int, type Values } from '../../fields/field';
import { columnMeans, columnVariances, dense, rowsOf, type Dense } from '../../math/dense';
import { matrixStep, type MatrixState } from './step';

type State = MatrixState & {
  readonly components: number;
  readonly width: number;
  readonly mean: readonly number[];
  /** All numbers are divided by it: the root of the columns' mean variance. */
  readonly scale: number;
  /** Weights and biases, layer by layer. */
  readonly parameters: readonly number[];
  /** Mean squared error of each epoch as it went, in squares of `scale`. */
  readonly losses: readonly number[];
};

const fields = {
  ...autoencoderFields,
  epochs: int('Epochs', 50, 1, 1000, { log: true }),
  rows: int('Rows at most', 2000, 50, 20_000, { log: true, help: 'More training rows are taken evenly.' }),
};
type Options = Values<typeof fields>;

export const autoencoder = matrixStep({
  type: 'autoencoder',
  slow: true,
  label: 'Autoencoder',
  help: 'The narrow middle of a network trained to give back what it gets: scale the columns first.',
  group: 'reduce',
  fields,
  fit: (x, options, context): State => {
    const { components, epochs, learningRate, batchSize } = options;
    if (x.rows < 2) throw context.fail('matrix-rows', { needed: 2, rows: x.rows });
    if (components >= x.columns) throw context.fail('matrix-wide', { wanted: components, columns: x.columns });
    const mean = columnMeans(x);
    const scale = Math.sqrt(columnVariances(x, 0, mean).reduce((sum, one) => sum + one, 0) / x.columns);
    if (!(scale > 0)) throw context.fail('matrix-constant');
    const learned = scaled(thinned(x, options.rows), mean, scale);
    const net = netOf({ ...options, width: x.columns });
    const parameters = firstParameters(net, context.stream.split('init'));
    const losses = train(net, parameters, learned, {
      learningRate,
      batchSize,
      orders: ordersOf(epochs, (epoch) => context.stream.split('order', epoch).permutation(learned.rows)),
    });
    if (losses.length < epochs || !parameters.every(Number.isFinite))
      throw context.fail('matrix-diverged', { epoch: losses.length });
    return {
      components,
      width: x.columns,
      mean: Array.from(mean),
      scale,
      parameters: Array.from(parameters),
      losses,
    };
  },
  apply: (state: State, x, options) =>
    encode(netFor(state, options), Float64Array.from(state.parameters), scaled(x, state.mean, state.scale)),
  names: ({ components }) => numbered('Code', components),
  invert: (state: State, z, options) => {
    const { mean, scale, width, parameters } = state;
    const { rows, values } = decode(netFor(state, options), Float64Array.from(parameters), z);
    return dense(
      rows,
      width,
      values.map((value, i) => value * scale + mean[i % width]),
    );
  },
});

const netFor = ({ width }: State, options: Options) => netOf({ ...options, width });

/** Each drawn when its epoch comes. */
function* ordersOf(epochs: number, order: (epoch: number) => Uint32Array): Iterable<Uint32Array> {
  for (let epoch = 0; epoch < epochs; epoch++) yield order(epoch);
}

const scaled = ({ rows, columns, values }: Dense, mean: ArrayLike<number>, scale: number): Dense =>
  dense(
    rows,
    columns,
    values.map((value, i) => (value - mean[i % columns]) / scale),
  );

function thinned(x: Dense, most: number): Dense {
  if (x.rows <= most) return x;
  return rowsOf(
    x,
    Uint32Array.from({ length: most }, (_, i) => Math.floor((i * x.rows) / most)),
  );
}
