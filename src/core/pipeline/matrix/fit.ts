// Fits the matrix steps of a lab one after the other on the training rows, and applies fitted ones to any rows.
import { TablabError } from '../../errors/error';
import type { Fields, Values } from '../../fields/field';
import { dense, type Dense } from '../../math/dense';
import { Stream } from '../../rng/stream';
import type { TargetData } from '../target';
import type { ChosenMatrixStep } from './chosen';
import { matrixStepDef } from './registry';
import type { MatrixState, MatrixTarget } from './step';

/** A matrix step by its type, with what it found in the training rows. */
export interface FittedMatrixStep {
  readonly id: string;
  readonly type: string;
  readonly options: Values<Fields>;
  readonly state: MatrixState;
}

export interface FittedMatrix {
  readonly steps: readonly FittedMatrixStep[];
  readonly names: readonly string[];
  /** The training rows after the last step. */
  readonly training: Dense;
}

/** `features`: rows x names.length, row-major. Throws `matrix-*` with the id of the step that cannot be fitted. */
export function fitMatrix(
  chosen: readonly ChosenMatrixStep[],
  features: ArrayLike<number>,
  names: readonly string[],
  target: MatrixTarget | null,
  seed: number,
): FittedMatrix {
  if (names.length === 0) throw new TablabError('matrix-no-numbers', { id: chosen[0].id, label: chosen[0].def.label });
  let x = dense(features.length / names.length, names.length, Float64Array.from(features));
  let now = names;
  const steps: FittedMatrixStep[] = [];
  for (const { id, def, options } of chosen) {
    const state = def.fit(x, options, {
      target,
      stream: Stream.of(seed, 'matrix', id),
      names: now,
      fail: (code, details) => new TablabError(code, { id, label: def.label, ...details }),
    });
    steps.push({ id, type: def.type, options, state });
    x = def.apply(state, x, options);
    now = def.names(state, now);
    if (now.length === 0) throw new TablabError('matrix-nothing-left', { id, label: def.label });
    if (!x.values.every(Number.isFinite)) throw new TablabError('matrix-not-finite', { id, label: def.label });
  }
  return { steps, names: now, training: x };
}

/** Throws `matrix-unknown` for a step of a newer Tablab. */
export function applyMatrix(steps: readonly FittedMatrixStep[], x: Dense): Dense {
  return steps.reduce((now, { id, type, options, state }) => {
    const def = matrixStepDef(type);
    if (!def) throw new TablabError('matrix-unknown', { id, type });
    return def.apply(state, now, options);
  }, x);
}

/** The target of `rows`, as the steps take it. */
export function targetOf(target: TargetData, rows: Uint32Array): MatrixTarget {
  return target.kind === 'classes'
    ? { kind: 'classes', index: Int32Array.from(rows, (row) => target.index[row]), classes: target.classes }
    : { kind: 'values', values: Float64Array.from(rows, (row) => target.values[row]) };
}

/** What each number of an image is called. */
export function pixelNames([height, width, channels]: readonly number[]): string[] {
  const channel = ['red', 'green', 'blue', 'alpha'];
  return Array.from({ length: height * width * channels }, (_, i) => {
    const place = Math.floor(i / channels);
    const at = `${Math.floor(place / width) + 1},${(place % width) + 1}`;
    return channels === 1 ? `pixel ${at}` : `pixel ${at} ${channel[i % channels]}`;
  });
}
