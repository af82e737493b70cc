// Typed access to the golden values that torch_layers.py and torch_training.py wrote (PyTorch, float64). Numbers are
// flat, rows first, channels last; inputs and weights are exact float32 values, results are rounded to 8 digits.
import type { InputSpec, LayerSpec } from '../../src/core/model/spec';
import type { BuildOptions, LossName } from '../../src/engine/executor';
import activationsText from './torch/activations.json?raw';
import layersText from './torch/layers.json?raw';
import lossesText from './torch/losses.json?raw';
import trainingText from './torch/training.json?raw';

export interface GoldenTensor {
  /** Without the rows. */
  readonly shape: readonly number[];
  readonly values: readonly number[];
}
type Named = Readonly<Record<string, readonly number[]>>;

/** One layer: with loss = sum(output * outputGradient), its output and all gradients. */
export interface LayerCase {
  readonly name: string;
  readonly type: string;
  readonly options: Readonly<Record<string, number | string | boolean>>;
  readonly rows: number;
  /** false: prediction mode (running statistics, no dropout). */
  readonly training: boolean;
  /** Embedding only: inputs are codes below this. */
  readonly vocabulary?: number;
  readonly inputs: readonly GoldenTensor[];
  /** By unprefixed name, running statistics included. */
  readonly weights: Named;
  readonly output: GoldenTensor;
  readonly outputGradient: readonly number[];
  /** One for each input; none for codes. */
  readonly inputGradients: readonly (readonly number[])[];
  readonly weightGradients: Named;
  /** Running statistics after the pass, in training mode. */
  readonly moved: Named;
}

/** Mean loss over rows (mse and huber: also over outputs) and its gradient with respect to the outputs. */
export interface LossCase {
  readonly loss: LossName;
  readonly rows: number;
  readonly units: number;
  readonly outputs: readonly number[];
  /** softmaxCrossEntropy: class numbers [rows]; else [rows, units]. */
  readonly targets: readonly number[];
  readonly value: number;
  readonly gradient: readonly number[];
}

/** One epoch of a whole model over the rows in their order; the last batch may be short. */
export interface TrainingCase {
  readonly name: string;
  readonly inputs: readonly InputSpec[];
  /** Complete: the last layer is the output. */
  readonly layers: readonly LayerSpec[];
  readonly loss: LossName;
  readonly optimizer: BuildOptions['optimizer'];
  readonly learningRates: readonly number[];
  readonly batchSize: number;
  readonly rows: number;
  readonly l1: number;
  readonly l2: number;
  /** Applied to the gradient with penalties; 0: off. */
  readonly clipNorm: number;
  /** By class; left out: all 1. */
  readonly classWeights?: readonly number[];
  /** By input id. */
  readonly data: Named;
  readonly targets: readonly number[];
  /** By full name, before training. */
  readonly weights: Named;
  /** Outputs in prediction mode for all rows, before and after. */
  readonly outputsBefore: readonly number[];
  readonly outputsAfter: readonly number[];
  /** Mean loss of each step, penalties left out, before its update. */
  readonly losses: readonly number[];
  /** Of the first step, penalties included, before clipping. */
  readonly firstGradients: Named;
  readonly weightsAfterFirst: Named;
  readonly weightsAfter: Named;
  /** Loss over all rows in prediction mode after training. */
  readonly lossAfter: number;
}

export const layerCases = JSON.parse(layersText) as readonly LayerCase[];
export const activationCases = JSON.parse(activationsText) as readonly LayerCase[];
export const lossCases = JSON.parse(lossesText) as readonly LossCase[];
export const trainingCases = JSON.parse(trainingText) as readonly TrainingCase[];
