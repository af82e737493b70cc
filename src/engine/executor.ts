// The contract between training and whatever does the arithmetic: `simd` (our kernels) or `tfjs` on one of its
// backends. One suite in tests/contract runs against every implementation.
import type { ModelCost } from '$core/model/cost';
import type { ModelSpec, Weights } from '$core/model/spec';
import type { Arrays } from '$core/pipeline/prepared';
import type { EpochPart } from '$core/run/checkpoint';
import type { UpdateRule } from '$core/train/optimizers';

export type BackendName = 'simd' | 'webgpu' | 'webgl' | 'wasm' | 'cpu';
/** `softCrossEntropy`: softmaxCrossEntropy with a share for every class as the target, rows x units, or a class index each; without class weights. */
export type LossName = 'softmaxCrossEntropy' | 'softCrossEntropy' | 'sigmoidCrossEntropy' | 'mse' | 'huber';

export interface BuildOptions {
  readonly loss: LossName;
  readonly optimizer: { readonly rule: UpdateRule; readonly options: Readonly<Record<string, number>> };
  /** Rows per step; the last step of an epoch may be shorter. */
  readonly batchSize: number;
  readonly l1: number;
  readonly l2: number;
  readonly clipNorm: number;
  /** Seed of the dropout masks; the mask of step t of epoch e depends on (seed, layer, e, t) alone. */
  readonly dropoutSeed: number;
  /**
   * Factor on a row's loss in training, by class (cross-entropies only); left out: 1. The loss of a batch is then
   * sum(weight * loss) / rows, its gradient likewise. With sigmoidCrossEntropy: for targets 0 and 1 of each output.
   */
  readonly classWeights?: readonly number[];
}

export interface Executor {
  readonly backend: BackendName;
  /** What the badge says, e.g. `SIMD` or `WebGPU - <adapter>`. */
  readonly description: string;
  /** True for a GPU backend whose device is imitated in software. */
  readonly software?: boolean;
  /** Puts rows where the executor can reach them; the same handle serves many models. */
  load(arrays: Arrays): Promise<DataHandle>;
  /** Builds a model; weights are all zero until set. Throws `model-too-large` before allocating. */
  build(spec: ModelSpec, options: BuildOptions): Promise<ExecutorModel>;
  dispose(): void;
}

export interface DataHandle {
  readonly rows: number;
  dispose(): void;
}

export interface EpochJob {
  readonly data: DataHandle;
  /** Row numbers in the order of use. */
  readonly order: Uint32Array;
  /** Learning rate of each step: length ceil(order.length / batchSize). */
  readonly learningRates: Float32Array;
  /** Number of this epoch, from 0. */
  readonly epoch: number;
  /** Asked between batches (or small groups of them); true stops the epoch at once. */
  readonly shouldStop?: () => boolean;
  /** Asked where `shouldStop` is: a promise makes the epoch wait for it (a pause), without changing any number. */
  readonly hold?: () => Promise<void> | undefined;
  /** Go on from here: weights and optimizer state are those of that moment. */
  readonly from?: EpochPart;
  /** Hands out where the epoch stands. */
  readonly parts?: Parts;
}

/** Takes where an epoch stands, now and then. */
export interface Parts {
  /** Asked where `shouldStop` is, and once more after the last step. */
  due(step: number): boolean;
  /** Weights and optimizer state can be read meanwhile; the epoch waits for it, without changing any number. */
  take(part: EpochPart): Promise<void>;
}

export interface EpochResult {
  /** Mean loss over the rows seen, class weights included, penalties not. */
  readonly loss: number;
  /** Of the whole epoch, where it was gone on with as well. */
  readonly steps: number;
  readonly stopped: boolean;
  /** Set when the loss or a gradient stopped being finite. */
  readonly nonFinite?: { readonly step: number; readonly layer: string };
}

export interface ExecutorModel {
  readonly cost: ModelCost;
  trainEpoch(job: EpochJob): Promise<EpochResult>;
  /** Loss without penalties or class weights, and raw outputs (logits or scaled values, rows x units), in prediction mode. */
  evaluate(data: DataHandle): Promise<{ readonly loss: number; readonly outputs: Float32Array }>;
  /** Raw outputs for new rows. */
  predict(arrays: Arrays): Promise<Float32Array>;
  getWeights(): Promise<Map<string, Float32Array>>;
  setWeights(weights: Weights): Promise<void>;
  /** Optimizer slots and step count, so that a resumed training continues exactly. */
  getOptimizerState(): Promise<Map<string, Float32Array>>;
  setOptimizerState(state: Weights): Promise<void>;
  dispose(): void;
}
