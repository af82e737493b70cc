// What a reduction or selection makes of the training rows: scores or explained variance, loadings, where the rows lie,
// and how much of them can be got back.
import { TablabError } from '../errors/error';
import { columnMeans, dense, firstRows, type Dense } from '../math/dense';
import { chosenMatrixStep, type MatrixChoice } from '../pipeline/matrix/chosen';
import { Stream } from '../rng/stream';
import type { Subject } from './subject';

export interface Ranking {
  readonly names: readonly string[];
  /** NaN-free; larger is better, but for the correlation filter. */
  readonly scores: readonly number[];
  readonly kept: readonly number[];
}

export interface Reduction {
  /** What went in and what came out. */
  readonly names: readonly string[];
  readonly made: readonly string[];
  /** Share of the variance by component, where the method has such a thing. */
  readonly ratio: readonly number[] | null;
  /** components x names, where the method is linear. */
  readonly loadings: Float64Array | null;
  /** The first two numbers of some rows. */
  readonly points: {
    readonly x: Float64Array;
    readonly y: Float64Array;
    readonly row: Uint32Array;
    readonly index: Int32Array | null;
  };
  readonly classes: readonly string[];
  /** Share of the variance that the components do not give back, where rows can be got back. */
  readonly lost: number | null;
  /** Some images and what the components give back of them, values as they went in. */
  readonly pictures: {
    readonly shape: readonly [number, number, number];
    readonly before: Float64Array;
    readonly after: Float64Array;
  } | null;
}

export const shownPoints = 3000;
const shownPictures = 8;

function fitOn({ x, names, target, seed }: Subject, choice: MatrixChoice) {
  const { def, options, id } = chosenMatrixStep(choice);
  const state = def.fit(x, options, {
    target,
    stream: Stream.of(seed, 'matrix', id),
    names,
    fail: (code, details) => new TablabError(code, { id, label: def.label, ...details }),
  });
  return { def, options, state };
}

/** Throws `matrix-*`. */
export function rank(subject: Subject, choice: MatrixChoice): Ranking {
  const { state } = fitOn(subject, choice);
  const { kept, scores } = state as { kept: readonly number[]; scores: readonly number[] };
  return { names: subject.names, scores, kept };
}

/** Throws `matrix-*`. */
export function reduce(subject: Subject, choice: MatrixChoice): Reduction {
  const { x, names, target, rows, image } = subject;
  const { def, options, state } = fitOn(subject, choice);
  const z = def.apply(state, x, options);
  const made = def.names(state, names);
  const back = def.invert?.(state, z, options) ?? null;
  const list = (key: string) => (Array.isArray(state[key]) ? (state[key] as readonly number[]) : null);
  const weights = list('weights');
  const some = Math.min(x.rows, shownPoints);
  const at = Uint32Array.from({ length: some }, (_, i) => Math.floor((i * x.rows) / some));
  const coordinate = (c: number) => Float64Array.from(at, (r) => (c < z.columns ? z.values[r * z.columns + c] : 0));
  const pictures = Math.min(shownPictures, x.rows);
  return {
    names,
    made,
    ratio: list('ratio'),
    loadings: weights && weights.length === made.length * names.length ? Float64Array.from(weights) : null,
    points: {
      x: coordinate(0),
      y: coordinate(1),
      row: Uint32Array.from(at, (r) => rows[r]),
      index: target.kind === 'classes' ? Int32Array.from(at, (r) => target.index[r]) : null,
    },
    classes: target.kind === 'classes' ? target.classes : [],
    lost: back && lostOf(x, back),
    pictures:
      back && image
        ? {
            shape: image,
            before: firstRows(x, pictures).values.slice(),
            after: firstRows(back, pictures).values.slice(),
          }
        : null,
  };
}

function lostOf(x: Dense, back: Dense): number {
  const means = columnMeans(x);
  let off = 0;
  let all = 0;
  for (let i = 0; i < x.values.length; i++) {
    const value = x.values[i];
    off += (value - back.values[i]) * (value - back.values[i]);
    all += (value - means[i % x.columns]) * (value - means[i % x.columns]);
  }
  return all > 0 ? off / all : 0;
}

export const standardized = (x: Dense): Dense => {
  const means = columnMeans(x);
  const spread = new Float64Array(x.columns);
  for (let i = 0; i < x.values.length; i++) {
    const off = x.values[i] - means[i % x.columns];
    spread[i % x.columns] += off * off;
  }
  const by = spread.map((square) => Math.sqrt(square / x.rows) || 1);
  return dense(
    x.rows,
    x.columns,
    x.values.map((value, i) => (value - means[i % x.columns]) / by[i % x.columns]),
  );
};
