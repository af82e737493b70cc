// The resampling of a lab: its steps resolved, foretold in class counts, and done on the training arrays one after the
// other, at the very end of the preparation.
import type { ErrorCode } from '../../errors/catalogue';
import { plainError, TablabError, type ErrorDetails, type PlainError } from '../../errors/error';
import { complete } from '../../fields/complete';
import type { Fields, Values } from '../../fields/field';
import type { FeaturesConfig } from '../../lab/document';
import { Stream } from '../../rng/stream';
import type { Allocate } from '../allocate';
import { widthOf, type FittedPipeline } from '../fitted';
import type { Arrays } from '../prepared';
import type { TargetData } from '../target';
import { resampleDef } from './registry';
import type { Block, Drawn, ResampleDef, Sample } from './resample';

export type ResampleChoice = NonNullable<FeaturesConfig['resample']>[number];
interface Chosen {
  readonly id: string;
  readonly def: ResampleDef;
  readonly options: Values<Fields>;
}

/** Throws `resample-unknown` or `field-invalid`. */
export function chosenResample({ id, type, options }: ResampleChoice): Chosen {
  const def = resampleDef(type);
  if (!def) throw new TablabError('resample-unknown', { id, type });
  return { id, def, options: complete(def.fields, options, `of the step "${id}" (${def.label})`, { id }) };
}

/** Throws what makes the steps of a lab meaningless, whatever the data are. */
export function checkResample({ resample = [] }: FeaturesConfig): void {
  const ids = new Set<string>();
  for (const step of resample) {
    if (ids.has(step.id)) throw new TablabError('resample-duplicate', { id: step.id });
    ids.add(step.id);
    chosenResample(step);
  }
}

const failing =
  ({ id, def }: Chosen) =>
  (code: ErrorCode, details: ErrorDetails = {}) =>
    new TablabError(code, { id, label: def.label, ...details });

export function classCounts(classOf: ArrayLike<number>, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (let i = 0; i < classOf.length; i++) counts[classOf[i]]++;
  return counts;
}

export interface Foretold {
  readonly id: string;
  readonly state: 'done' | 'off' | 'failed';
  readonly error: PlainError | null;
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** Class counts after each step, without making a row; a step that fails is passed over. */
export function foretell(
  steps: readonly ResampleChoice[],
  classes: readonly string[],
  counts: readonly number[],
): Foretold[] {
  let now = counts;
  return steps.map((step) => {
    const before = now;
    if (step.enabled === false) return { id: step.id, state: 'off', error: null, before, after: before };
    try {
      const chosen = chosenResample(step);
      if (classes.length === 0) throw failing(chosen)('resample-needs-classes');
      now = chosen.def.counts(before, chosen.options, { classes, fail: failing(chosen) });
      return { id: step.id, state: 'done', error: null, before, after: now };
    } catch (error) {
      return { id: step.id, state: 'failed', error: plainError(error), before, after: before };
    }
  });
}

export interface Resampled {
  readonly train: Arrays;
  /** The row that each row is, or was made from. */
  readonly rows: Uint32Array;
}

/** Training arrays with other numbers of rows. Throws `resample-*` with the id of the step. */
export function resampled(
  steps: readonly ResampleChoice[],
  train: Arrays,
  rows: Uint32Array,
  pipeline: FittedPipeline,
  target: TargetData,
  seed: number,
  allocate: Allocate,
): Resampled {
  let now: Resampled = { train, rows };
  for (const step of steps) {
    if (step.enabled === false) continue;
    const chosen = chosenResample(step);
    const fail = failing(chosen);
    if (target.kind !== 'classes') throw fail('resample-needs-classes');
    const { classes } = target;
    const sample = sampleOf(now.train, pipeline, classes);
    const wanted = chosen.def.counts(classCounts(sample.classOf, classes.length), chosen.options, { classes, fail });
    const stream = Stream.of(seed, 'resample', step.id);
    const drawn = chosen.def.draw(sample, wanted, chosen.options, { classes, fail, stream });
    now = assembled(now, sample, drawn, allocate);
  }
  return now;
}

function sampleOf(train: Arrays, pipeline: FittedPipeline, classes: readonly string[]): Sample {
  const { rows, features, codes, target } = train;
  return {
    rows,
    width: features.length / rows,
    features,
    codeWidth: codes.length / rows,
    codes,
    texts: pipeline.columns.some(({ kind }) => kind === 'tokens'),
    classOf: Int32Array.from(target),
    classes,
    blocks: pipeline.matrix ? [] : blocksOf(pipeline),
  };
}

/** Numbers that stand for categories, by the columns that made them. */
export function blocksOf({ columns }: Pick<FittedPipeline, 'columns'>): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  for (const column of columns) {
    const width = widthOf(column);
    if (column.kind === 'onehot') blocks.push({ at, width });
    if ((column.kind === 'number' || column.kind === 'steps') && column.type === 'boolean')
      blocks.push({ at, width: 1 });
    if (column.kind === 'steps' && column.mark) blocks.push({ at: at + 1, width: 1 });
    at += width;
  }
  return blocks;
}

function assembled(before: Resampled, sample: Sample, { taken, made }: Drawn, allocate: Allocate): Resampled {
  const { width, codeWidth } = sample;
  const rows = taken.length + (made?.of.length ?? 0);
  const features = new Float32Array(allocate(4 * rows * width));
  const codes = new Int32Array(allocate(4 * rows * codeWidth));
  const target = new Float32Array(allocate(4 * rows));
  const origin = new Uint32Array(rows);
  taken.forEach((row, i) => {
    features.set(sample.features.subarray(row * width, (row + 1) * width), i * width);
    codes.set(sample.codes.subarray(row * codeWidth, (row + 1) * codeWidth), i * codeWidth);
    target[i] = sample.classOf[row];
    origin[i] = before.rows[row];
  });
  if (made) {
    features.set(made.features, taken.length * width);
    codes.set(made.codes, taken.length * codeWidth);
    target.set(made.classOf, taken.length);
    made.of.forEach((row, i) => (origin[taken.length + i] = before.rows[row]));
  }
  return { train: { rows, features, codes, target }, rows: origin };
}
