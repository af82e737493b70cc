// A kept model on new rows: the fitted pipeline, the network with its weights, and what comes out in the target's own
// terms. Rows go through by themselves, so any piece of a table gives the bits that the whole would.
import { TablabError } from '$core/errors/error';
import { defaultsOf } from '$core/fields/field';
import { outputUnits, resolveModel } from '$core/model/resolve';
import { weightsOf, type ModelSpec, type Weights } from '$core/model/spec';
import { applyDerive } from '$core/pipeline/derive/run';
import type { FittedPipeline } from '$core/pipeline/fitted';
import { transformDerived } from '$core/pipeline/transform';
import { addOutside, markRefused, type Told } from '$core/predict/domain';
import type { Table } from '$core/table/types';
import type { TrainConfig } from '$core/train/config';
import { effectiveBatch, optimizerDef } from '$core/train/optimizers';
import type { Executor, ExecutorModel } from '../executor';
import { decode } from '../train/outputs';
import { lossFor } from '../train/plan';

export interface KeptModel {
  readonly config: TrainConfig;
  readonly pipeline: FittedPipeline;
  readonly weights: Weights;
  /** Rows it was trained on. */
  readonly trainRows: number;
}

export interface Predicted {
  /** By row of the piece: class index or value in the target's unit; NaN where there is no prediction. */
  readonly predicted: Float32Array;
  /** rows x classes; NaN where there is none; empty for regression. */
  readonly probabilities: Float32Array;
  /** Rows whose outputs are no numbers. */
  readonly notFinite: number;
}

/** The network of a kept model. Throws `predict-model-broken`, or what is wrong with its layers. */
export function specOf({ config, pipeline, weights }: KeptModel): ModelSpec {
  const spec = resolveModel(config.layers, pipeline.inputs, outputUnits(pipeline.task, pipeline.classes.length));
  for (const { name, shape } of weightsOf(spec)) {
    const size = shape.reduce((product, n) => product * n, 1);
    const found = weights.get(name)?.length;
    if (found !== size) {
      const reason =
        found === undefined
          ? `it lacks the weights "${name}"`
          : `its weights "${name}" are ${found} numbers, not ${size}`;
      throw new TablabError('predict-model-broken', { reason });
    }
  }
  return spec;
}

export class Predictor {
  private constructor(
    private readonly model: ExecutorModel,
    private readonly kept: KeptModel,
  ) {}

  static async open(executor: Executor, kept: KeptModel): Promise<Predictor> {
    const { config, pipeline, trainRows } = kept;
    const optimizer = optimizerDef(config.optimizer.type);
    const model = await executor.build(specOf(kept), {
      loss: lossFor(pipeline.task, config.loss),
      optimizer: {
        rule: optimizer.rule,
        options: { ...defaultsOf(optimizer.fields), ...config.optimizer.options } as Record<string, number>,
      },
      batchSize: effectiveBatch(config.optimizer.type, config.batchSize, trainRows),
      l1: config.l1,
      l2: config.l2,
      clipNorm: config.clipNorm,
      dropoutSeed: 0,
    });
    await model.setWeights(kept.weights);
    return new Predictor(model, kept);
  }

  /** A piece of a table with the model's columns. Why rows were refused, or values count as missing, is added to `told`. */
  async predict(piece: Table, { refusals, outside }: Told): Promise<Predicted> {
    const { pipeline } = this.kept;
    const { task, classes, targetScale } = pipeline;
    const table = pipeline.derive ? applyDerive(pipeline.derive, piece) : piece;
    const refused = new Uint8Array(table.rows);
    markRefused(pipeline, table, refused, refusals);
    const rows = Uint32Array.from({ length: table.rows }, (_, row) => row).filter((row) => refused[row] === 0);
    const predicted = new Float32Array(table.rows).fill(NaN);
    const width = task === 'regression' ? 0 : classes.length;
    const probabilities = new Float32Array(table.rows * width).fill(NaN);
    if (rows.length === 0) return { predicted, probabilities, notFinite: 0 };
    const features = transformDerived(pipeline, table, rows, undefined, (found) => addOutside(outside, found));
    const outputs = await this.model.predict({ rows: rows.length, ...features, target: new Float32Array(rows.length) });
    const made = decode(outputs, { task, classes, targetScale });
    const units = outputs.length / rows.length;
    let notFinite = 0;
    rows.forEach((row, i) => {
      if (!outputs.subarray(i * units, (i + 1) * units).every(Number.isFinite)) {
        notFinite++;
        return;
      }
      predicted[row] = made.predicted[i];
      probabilities.set(made.probabilities.subarray(i * width, (i + 1) * width), row * width);
    });
    return { predicted, probabilities, notFinite };
  }

  dispose(): void {
    this.model.dispose();
  }
}
