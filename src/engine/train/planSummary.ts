// What one training step of a configuration does on our engine, for people: the compiled Plan as figures and as text.
import { resolveModel } from '$core/model/resolve';
import type { InputSpec } from '$core/model/spec';
import type { Task } from '$core/table/types';
import type { TrainConfig } from '$core/train/config';
import { optimizerDef } from '$core/train/optimizers';
import { compilePlan } from '../plan/compile';
import { totalsOf } from '../plan/describe';
import type { Phase } from '../plan/ir';
import { lossFor } from './plan';

export interface PlanRequest {
  readonly config: TrainConfig;
  readonly inputs: readonly InputSpec[];
  /** Numbers that the model gives a row. */
  readonly units: number;
  readonly task: Task;
  /** Rows of a batch. */
  readonly rows: number;
}

export interface PlanSummary {
  readonly rows: number;
  /** Bytes of the one block of memory that a network trains in, and of it what is kept between steps. */
  readonly arenaBytes: number;
  readonly keptBytes: number;
  /** Of one training step: operations, and bytes read and written. */
  readonly flops: number;
  readonly bytes: number;
  readonly ops: readonly {
    readonly phase: Phase;
    readonly layer: string;
    readonly kernel: string;
    readonly flops: number;
    readonly bytes: number;
  }[];
  /** `plan.describe()`. */
  readonly text: string;
}

/** Throws what compiling throws: coded errors that name the layer. */
export function summarizePlan({ config, inputs, units, task, rows }: PlanRequest): PlanSummary {
  const spec = resolveModel(config.layers, inputs, units);
  const optimizer = optimizerDef(config.optimizer.type);
  const plan = compilePlan(spec, {
    rows,
    training: true,
    loss: lossFor(task, config.loss),
    rule: optimizer.rule,
    penalties: config.l1 !== 0 || config.l2 !== 0,
    clipping: config.clipNorm !== 0,
    classWeights: config.classWeights === 'balanced' && task !== 'regression',
  });
  return {
    rows,
    arenaBytes: 4 * plan.arena,
    keptBytes: 4 * plan.persistent,
    ...totalsOf(plan.ops),
    ops: plan.ops.map(({ phase, layer, kernel, flops, bytes }) => ({
      phase,
      layer,
      kernel: kernel.name,
      flops,
      bytes,
    })),
    text: plan.describe(),
  };
}
