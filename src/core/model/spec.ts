// ModelSpec: a network as plain data, without weights. Layers are in topological order; shapes leave out the batch.
import type { Scalar } from '../fields/field';
import type { StepMask } from './mask';

export type Shape = readonly number[];
export type DType = 'float32' | 'int32';

/** What flows along an edge of the network. */
export interface TensorInfo {
  readonly shape: Shape;
  readonly dtype: DType;
  /** int32 inputs only: values lie in [0, vocabulary). */
  readonly vocabulary?: number;
  /** Steps x channels, and codes: which steps are padding; left out: none. */
  readonly mask?: StepMask;
}

/** A model input: `features` (float32, a row of numbers or an image [h, w, c]) or `codes` (int32 category codes). */
export interface InputSpec extends TensorInfo {
  readonly id: string;
  /** Codes that stand for nothing: what shorter texts are filled up with. */
  readonly padding?: readonly number[];
}

/** One layer as a lab stores it. Options are the layer type's fields; left-out ones take their defaults. */
export interface LayerSpec {
  /** Unique in the model; letters, digits, `-` and `_`. Weights are named `<id>/<weight>`. */
  readonly id: string;
  readonly type: string;
  readonly options?: Readonly<Record<string, Scalar>>;
  /** Ids of inputs or earlier layers. Left out: the layer before, or the first model input. */
  readonly inputs?: readonly string[];
  /** `false` leaves the layer out; what followed it takes its input instead. */
  readonly enabled?: boolean;
}

/** A layer with everything spelled out and checked. */
export interface ResolvedLayer {
  readonly id: string;
  readonly type: string;
  readonly options: Readonly<Record<string, Scalar>>;
  readonly inputs: readonly string[];
  readonly inputInfos: readonly TensorInfo[];
  readonly output: TensorInfo;
  readonly weights: readonly WeightSpec[];
  /** Forward multiply-adds counted as two operations, for one row. */
  readonly flops: number;
}

export type Initializer = 'glorotUniform' | 'heUniform' | 'zeros' | 'ones' | 'uniform';

export interface WeightSpec {
  /** `<layer id>/<weight>`, e.g. `h1/kernel`. */
  readonly name: string;
  readonly shape: Shape;
  readonly initializer: Initializer;
  /** false: running statistics, changed by training passes but not by the optimizer. */
  readonly trainable: boolean;
  /** true for kernels and embeddings: L1/L2 and weight decay apply; never to biases and norm parameters. */
  readonly decay: boolean;
  /** Inputs and outputs per unit, for the initializer's range. */
  readonly fanIn: number;
  readonly fanOut: number;
}

/** A checked network: what executors build from. The last layer's output is the model's output (logits or values). */
export interface ModelSpec {
  readonly inputs: readonly InputSpec[];
  readonly layers: readonly ResolvedLayer[];
}

/** Weights by name. Layouts: dense [in, out]; conv [..kernel, in, out]; depthwise [h, w, in, multiplier]; NHWC data. */
export type Weights = ReadonlyMap<string, Float32Array>;

export const sizeOf = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);
export const outputOf = (spec: ModelSpec): ResolvedLayer => spec.layers[spec.layers.length - 1];
export const weightsOf = (spec: ModelSpec): WeightSpec[] => spec.layers.flatMap((layer) => layer.weights);
