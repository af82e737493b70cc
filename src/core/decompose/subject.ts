// The training rows of a lab as matrix steps see them, with what a picture of them needs: names, target, row numbers.
import { dense, rowsOf, type Dense } from '../math/dense';
import { encodedNames } from '../pipeline/matrix/prepare';
import type { MatrixTarget } from '../pipeline/matrix/step';
import { prepare, type PrepareConfig } from '../pipeline/prepare';
import type { Table } from '../table/types';
import { TablabError } from '../errors/error';

export interface Subject {
  readonly x: Dense;
  readonly names: readonly string[];
  /** Values are scaled to mean 0 and deviation 1. */
  readonly target: MatrixTarget;
  /** Number in the data set of each row. */
  readonly rows: Uint32Array;
  /** Height, width, channels where the numbers are pixels; else null. */
  readonly image: readonly [number, number, number] | null;
  readonly seed: number;
}

/** Throws what preparation throws, and `subject-only-codes` where all features are codes. */
export function subjectOf(table: Table, lab: PrepareConfig): Subject {
  // Rows that were repeated or made are for training alone.
  const { resample: _, ...features } = lab.features;
  const { train, rowsOf: split, pipeline, classes } = prepare(table, { ...lab, features });
  const names = pipeline.matrix ? pipeline.featureNames : encodedNames(pipeline);
  if (names.length === 0) throw new TablabError('subject-only-codes');
  const target: MatrixTarget =
    lab.roles.task === 'regression'
      ? { kind: 'values', values: Float64Array.from(train.target) }
      : { kind: 'classes', index: Int32Array.from(train.target), classes };
  const image = pipeline.matrix ? undefined : pipeline.columns.find(({ kind }) => kind === 'image');
  return {
    x: dense(train.rows, names.length, Float64Array.from(train.features)),
    names,
    target,
    rows: split.train,
    image: image?.kind === 'image' ? image.shape : null,
    seed: lab.seed,
  };
}

/** At most `limit` rows, evenly taken. */
export function thinned(subject: Subject, limit: number): Subject {
  const { x, target, rows } = subject;
  if (x.rows <= limit) return subject;
  const kept = Uint32Array.from({ length: limit }, (_, i) => Math.floor((i * x.rows) / limit));
  const some: MatrixTarget =
    target.kind === 'classes'
      ? { ...target, index: Int32Array.from(kept, (r) => target.index[r]) }
      : { kind: 'values', values: Float64Array.from(kept, (r) => target.values[r]) };
  return { ...subject, x: rowsOf(x, kept), target: some, rows: Uint32Array.from(kept, (r) => rows[r]) };
}
