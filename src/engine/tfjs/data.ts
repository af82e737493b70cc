// Rows on the device: uploaded once, gathered batch by batch.
import * as tf from '@tensorflow/tfjs-core';
import { TablabError } from '$core/errors/error';
import { sizeOf, type InputSpec } from '$core/model/spec';
import type { Arrays } from '$core/pipeline/prepared';
import type { DataHandle } from '../executor';
import type { Session } from './session';

/** Uploading from shared memory is refused by WebGL, so shared arrays are copied first. */
const unshared = <T extends Float32Array | Int32Array>(values: T): T =>
  typeof SharedArrayBuffer !== 'undefined' && values.buffer instanceof SharedArrayBuffer
    ? (values.slice() as T)
    : values;

export class TfjsData implements DataHandle {
  readonly rows: number;
  private readonly tensors: Readonly<Record<'features' | 'codes', tf.Tensor2D | undefined>>;
  private readonly target: tf.Tensor2D | undefined;

  constructor(
    private readonly session: Session,
    /** Kept for losses and metrics on this side. Nobody writes to it. */
    readonly arrays: Arrays,
  ) {
    session.use();
    const { rows, features, codes, target } = arrays;
    this.rows = rows;
    const upload = (values: Float32Array | Int32Array, dtype: 'float32' | 'int32') =>
      values.length ? tf.tensor2d(unshared(values), [rows, values.length / rows], dtype) : undefined;
    this.tensors = { features: upload(features, 'float32'), codes: upload(codes, 'int32') };
    this.target = upload(target, 'float32');
  }

  /** A model input for the given rows (all rows: null), shaped for the model. Call inside a tidy. */
  input(spec: InputSpec, rows: tf.Tensor1D | null, start = 0, count = this.rows): tf.Tensor {
    const all = spec.dtype === 'int32' ? this.tensors.codes : this.tensors.features;
    const expected = sizeOf(spec.shape);
    if (!all || all.shape[1] !== expected) {
      throw new TablabError('data-mismatch', { input: spec.id, got: all?.shape[1] ?? 0, expected });
    }
    const picked = rows ? tf.gather(all, rows) : tf.slice(all, [start, 0], [count, expected]);
    return tf.reshape(picked, [picked.shape[0], ...spec.shape]);
  }

  /** Targets of the given rows [rows, values], one value unless a model puts out several. Call inside a tidy. */
  targets(rows: tf.Tensor1D): tf.Tensor2D {
    if (!this.target) throw new TablabError('data-mismatch', { input: 'target', got: 0, expected: 1 });
    return tf.gather(this.target, rows);
  }

  dispose(): void {
    if (this.session.isLost) return;
    tf.dispose([this.target ?? [], this.tensors.features ?? [], this.tensors.codes ?? []]);
  }
}
