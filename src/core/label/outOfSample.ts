// Out-of-sample probabilities of every row: stratified folds, each answered by a model that was fitted, with all its
// preparation, on the others. Rows without a label are answered by all of these models together. Classes with fewer rows
// than folds are allowed, unlike in a validation: labelling starts with few.
import { rowsOfPart, type BaselineDef, type Rows } from '../baselines/baseline';
import { linear } from '../baselines/linear';
import { nearest } from '../baselines/nearest';
import { pca } from '../decompose/pca';
import { choice, int, type Values } from '../fields/field';
import { dense, minusRow, timesTransposed } from '../math/dense';
import { TablabError } from '../errors/error';
import { ordinary } from '../pipeline/allocate';
import { asLabReads, prepare, type PrepareConfig } from '../pipeline/prepare';
import { readTarget, rowsWithTarget } from '../pipeline/target';
import { Stream } from '../rng/stream';
import { withoutDropped } from '../rules/rows';
import type { Table } from '../table/types';

export const suspectFields = {
  model: choice('Model', 'linear', [
    { value: 'linear', label: 'Logistic regression' },
    { value: 'nearest', label: '5 nearest rows' },
  ]),
  folds: int('Folds', 5, 2, 20, { help: 'Each row is judged by a model that has not seen its fold.' }),
  rank: choice(
    'Order',
    'margin',
    [
      { value: 'margin', label: 'Margin' },
      { value: 'self', label: 'Self-confidence' },
    ],
    { help: 'Margin: against the likeliest other class. Self-confidence: the probability of the label alone.' },
  ),
};
export type SuspectOptions = Values<typeof suspectFields>;

/** More training rows, or numbers in them, are sampled evenly. */
const mostRows = 20_000;
const mostNumbers = 4_000_000;
/** Wider rows go through this many principal components, fitted on the training rows. */
const widest = 100;
const components = 50;
/** Fewer labelled rows cannot be learned from. */
export const fewestRows = 10;

export interface Work {
  progress(stage: string, done: number, total: number): void;
  /** Resolves soon; throws when the work is to stop. */
  pause(): Promise<void>;
}

export interface OutOfSample {
  readonly classes: readonly string[];
  /** Class by row of the data set, -1 where none is given. */
  readonly given: Int32Array;
  /** rows x classes. */
  readonly probabilities: Float64Array;
  /** Rows a model learned from, at most. */
  readonly trained: number;
  readonly components: number | null;
  readonly folds: number;
}

/**
 * `lab.roles.target` is the label column. Throws `label-needs-classes`, `label-few`, and what preparation throws.
 */
export async function outOfSample(
  table: Table,
  { features: asked, ...others }: PrepareConfig,
  { model, folds: wanted }: Pick<SuspectOptions, 'model' | 'folds'>,
  on: Work,
): Promise<OutOfSample> {
  // Rows repeated or made up to balance the classes would shift the probabilities by which labels are judged.
  const { resample: _, ...features } = asked;
  const lab: PrepareConfig = { ...others, features };
  const { roles, seed } = lab;
  if (roles.task === 'regression') throw new TablabError('label-needs-classes', { column: roles.target });
  on.progress('preparing', 0, 0);
  await on.pause();
  const typed = asLabReads(table, lab);
  const target = readTarget(typed, roles);
  if (target.kind !== 'classes') throw new TablabError('label-needs-classes', { column: roles.target });
  const { classes } = target;
  const { kept: rows } = withoutDropped(rowsWithTarget(target), typed, roles, lab.rows ?? []);
  const counts = new Uint32Array(classes.length);
  for (const row of rows) counts[target.index[row]]++;
  const present = counts.filter((count) => count > 0).length;
  if (rows.length < fewestRows || present < 2) {
    const details = { column: roles.target, rows: rows.length, classes: present, needed: fewestRows };
    throw new TablabError('label-few', details);
  }
  const folds = Math.min(wanted, Math.max(2, ...counts));
  const foldOf = dealt(rows, target.index, folds, seed);
  const taken = new Uint8Array(table.rows);
  for (const row of rows) taken[row] = 1;
  const rest = Uint32Array.from({ length: table.rows }, (_, row) => row).filter((row) => taken[row] === 0);
  const def = model === 'nearest' ? nearest : linear;
  const k = classes.length;
  const probabilities = new Float64Array(table.rows * k);
  let trained = 0;
  let narrowed: number | null = null;
  for (let fold = 0; fold < folds; fold++) {
    on.progress('folds', fold, folds);
    await on.pause();
    const split = {
      train: rows.filter((_, i) => foldOf[i] !== fold),
      validation: rows.filter((_, i) => foldOf[i] === fold),
      test: rest,
    };
    const prepared = prepare(table, lab, ordinary, {}, split);
    const learned = sampled(rowsOfPart(prepared, 'train'), prepared.train.target);
    trained = Math.max(trained, learned.rows.count);
    const asked = stacked(rowsOfPart(prepared, 'validation'), rowsOfPart(prepared, 'test'));
    const stream = Stream.of(seed, 'label', 'components', fold);
    const narrow = narrowedBy(learned.rows, stream);
    if (narrow) narrowed = components;
    const answers = await answersOf(
      def,
      learned,
      narrow ? narrow(learned.rows) : learned.rows,
      narrow ? narrow(asked) : asked,
      {
        classes: k,
        seed,
        pause: on.pause,
      },
    );
    split.validation.forEach((row, i) => probabilities.set(answers.subarray(i * k, (i + 1) * k), row * k));
    rest.forEach((row, i) => {
      const from = (split.validation.length + i) * k;
      for (let c = 0; c < k; c++) probabilities[row * k + c] += answers[from + c] / folds;
    });
  }
  on.progress('folds', folds, folds);
  const given = new Int32Array(table.rows).fill(-1);
  for (const row of rows) given[row] = target.index[row];
  return { classes, given, probabilities, trained, components: narrowed, folds };
}

/** Fold of each row: every class is dealt in shuffled order, going on where the class before it ended. */
function dealt(rows: Uint32Array, index: Int32Array, folds: number, seed: number): Int32Array {
  const order = Stream.of(seed, 'label', 'folds').permutation(rows.length);
  const byClass = Array.from(order).sort((a, b) => index[rows[a]] - index[rows[b]]);
  const foldOf = new Int32Array(rows.length);
  byClass.forEach((i, place) => (foldOf[i] = place % folds));
  return foldOf;
}

interface Learned {
  readonly rows: Rows;
  readonly target: Float32Array;
}

function sampled(all: Rows, target: Float32Array): Learned {
  const { count, width, values } = all;
  const kept = Math.min(count, mostRows, Math.max(1, Math.floor(mostNumbers / Math.max(1, width))));
  if (kept === count) return { rows: all, target };
  const rowAt = (i: number) => Math.floor((i * count) / kept);
  const some = new Float64Array(kept * width);
  for (let i = 0; i < kept; i++) some.set(values.subarray(rowAt(i) * width, (rowAt(i) + 1) * width), i * width);
  return {
    rows: { count: kept, width, values: some },
    target: Float32Array.from({ length: kept }, (_, i) => target[rowAt(i)]),
  };
}

function stacked(a: Rows, b: Rows): Rows {
  if (b.count === 0) return a;
  const values = new Float64Array(a.values.length + b.values.length);
  values.set(a.values);
  values.set(b.values, a.values.length);
  return { count: a.count + b.count, width: a.width, values };
}

function narrowedBy(train: Rows, stream: Stream): ((rows: Rows) => Rows) | null {
  if (train.width <= widest || train.count <= components) return null;
  const { mean, components: axes } = pca(dense(train.count, train.width, train.values), components, stream);
  return ({ count, width, values }) => ({
    count,
    width: components,
    values: timesTransposed(minusRow(dense(count, width, values), mean), axes).values,
  });
}

async function answersOf(
  def: BaselineDef,
  { target }: Learned,
  train: Rows,
  validation: Rows,
  { classes, seed, pause }: { classes: number; seed: number; pause(): Promise<void> },
): Promise<Float64Array> {
  const work = def.fit({ task: classes === 2 ? 'binary' : 'multiclass', classes, train, target, validation, seed });
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    await pause();
  }
}
