// The executor on tfjs: one per backend and worker. Models are built from low-level operations and tfjs's gradient
// tape, not from its Layers API, so that weights, masks, losses and running statistics are exactly ours (docs/engine.md).
import * as tf from '@tensorflow/tfjs-core';
import { TablabError } from '$core/errors/error';
import { sizeOf, type ModelSpec } from '$core/model/spec';
import type { Arrays } from '$core/pipeline/prepared';
import type { BuildOptions, Executor } from '../executor';
import type { TfjsBackendName } from './backends/backend';
import { TfjsData } from './data';
import { TfjsModel } from './model';
import { updateRules } from './optimizers/registry';
import { Session } from './session';
import { stateBytes } from './state';

/** Forward values, their gradients, and as much again for what operations need in between. */
const activationCopies = 4;

const megabytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MB`;

/** Throws `model-too-large` where a backend cannot hold a model and its batches. */
export function demandMemory({ open }: Session, spec: ModelSpec, { batchSize, optimizer }: BuildOptions): void {
  const { limits } = open;
  const slots = updateRules[optimizer.rule].slots.length;
  const outputs = spec.layers.map((layer) => 4 * batchSize * sizeOf(layer.output.shape));
  const total = stateBytes(spec, slots) + activationCopies * outputs.reduce((a, b) => a + b, 0);
  const weights = spec.layers.flatMap((layer) => layer.weights.map(({ shape }) => 4 * sizeOf(shape)));
  const largest = Math.max(...outputs, ...weights);
  if (total <= limits.total && largest <= limits.tensor) return;
  const [needed, limit] = total > limits.total ? [total, limits.total] : [largest, limits.tensor];
  throw new TablabError('model-too-large', { needed: megabytes(needed), limit: megabytes(limit) });
}

class TfjsExecutor implements Executor {
  readonly backend: TfjsBackendName;
  readonly description: string;

  constructor(private readonly session: Session) {
    this.backend = session.name;
    this.description = session.open.description;
  }

  /** True when the backend runs on a processor that imitates a GPU. */
  get software(): boolean {
    return this.session.open.software;
  }

  async load(arrays: Arrays) {
    const bytes = 4 * Math.max(arrays.features.length, arrays.codes.length);
    const { tensor } = this.session.open.limits;
    if (bytes > tensor) throw new TablabError('data-too-large', { needed: megabytes(bytes), limit: megabytes(tensor) });
    return new TfjsData(this.session, arrays);
  }

  async build(spec: ModelSpec, options: BuildOptions) {
    demandMemory(this.session, spec, options);
    return new TfjsModel(this.session, spec, options);
  }

  /** Tensors alive in this worker, for leak tests. */
  liveTensors(): number {
    return tf.memory().numTensors;
  }

  /** Nothing of its own to free: data and models are disposed one by one, the backend stays for the next trial. */
  dispose(): void {}
}

/** Opens a backend, or finds it open. Throws `backend-unavailable`. */
export async function createTfjsExecutor(backend: TfjsBackendName): Promise<TfjsExecutor> {
  return new TfjsExecutor(await Session.of(backend));
}
export type { TfjsExecutor };
