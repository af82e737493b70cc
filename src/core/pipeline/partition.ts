// Which rows train, validate and test: the lab's hold-out split, one fold of a cross-validation of it, a fold within a
// fold, and a share of the training rows. The test rows are set aside first and are in no fold.
import { TablabError } from '../errors/error';
import type { SplitConfig } from '../lab/document';
import { Stream } from '../rng/stream';
import type { Table } from '../table/types';
import type { FoldChoice } from '../validation/foldPlan';
import {
  groupKFold,
  kFold,
  shuffledGroupKFold,
  stratifiedKFold,
  timeSeriesFolds,
  type FoldOf,
} from '../validation/folds';
import { readGroups, readTimes } from './marks';
import { minimumRows, splitRows, type RowSplit } from './split';
import type { TargetData } from './target';

export interface RowSource {
  readonly table: Table;
  readonly target: TargetData;
  /** Rows that have a target, ascending. */
  readonly rows: Uint32Array;
  readonly split: SplitConfig;
  readonly seed: number;
}

/** Throws `too-few-rows`, `split-*` or `folds-*`. */
export function partition(source: RowSource, fold?: FoldChoice, share?: number, draw?: number): RowSplit {
  let parts = holdOut(source);
  for (let one: FoldChoice | undefined = fold, depth = 0; one; one = one.inner, depth++) {
    // The outermost folds are of all rows but the test rows; a fold within is of the outer fold's training rows.
    const rows = depth === 0 ? merged(parts.train, parts.validation) : parts.train;
    parts = { ...foldRows(source, rows, one, depth), test: parts.test };
  }
  return share === undefined || share >= 1 ? parts : { ...parts, train: shareOf(source, parts.train, share, draw) };
}

function holdOut({ table, target, rows, split, seed }: RowSource): RowSplit {
  const { method, column = '' } = split;
  if (method === undefined || method === 'random')
    return splitRows(rows, method === undefined && target.kind === 'classes' ? target.index : null, split, seed);
  if (rows.length < minimumRows) throw new TablabError('too-few-rows', { rows: rows.length, needed: minimumRows });
  const { validation, test } = split;
  const sizes = [Math.max(1, Math.round(rows.length * validation)), Math.round(rows.length * test)];
  if (test > 0) sizes[1] = Math.max(1, sizes[1]);
  if (sizes[0] + sizes[1] >= rows.length) throw new TablabError('split-no-training', { validation, test });
  if (method === 'time') {
    const order = inTime(table, column, rows);
    const end = order.length - sizes[1];
    const start = end - sizes[0];
    return {
      train: sorted(order.subarray(0, start)),
      validation: sorted(order.subarray(start, end)),
      test: sorted(order.subarray(end)),
    };
  }
  return byGroup(table, column, rows, sizes, seed);
}

/** Largest group first, of equals in shuffled order, each to the part that lacks most rows; no part stays empty. */
function byGroup(
  table: Table,
  column: string,
  rows: Uint32Array,
  [validation, test]: number[],
  seed: number,
): RowSplit {
  const groups = readGroups(table, column);
  const members = new Map<number, number[]>();
  for (const row of rows) {
    const known = members.get(groups.of[row]);
    if (known) known.push(row);
    else members.set(groups.of[row], [row]);
  }
  const needed = test > 0 ? 3 : 2;
  if (members.size < needed) throw new TablabError('split-few-groups', { column, count: members.size, needed });
  const present = Uint32Array.from(members.keys()).sort();
  const order = Array.from(Stream.of(seed, 'split').shuffle(present));
  order.sort((a, b) => members.get(b)!.length - members.get(a)!.length);
  const parts = [rows.length - validation - test, validation, test].map((lacking) => ({
    lacking,
    groups: [] as number[],
  }));
  const open = test > 0 ? parts : parts.slice(0, 2);
  for (const group of order) {
    const part = open.reduce((most, one) => (one.lacking > most.lacking ? one : most));
    part.groups.push(group);
    part.lacking -= members.get(group)!.length;
  }
  for (const part of open) {
    if (part.groups.length > 0) continue;
    // The smallest group of the part with the most groups.
    const giver = open.reduce((most, one) => (one.groups.length > most.groups.length ? one : most));
    part.groups.push(giver.groups.pop()!);
  }
  const [inTrain, inValidation, inTest] = parts.map((part) =>
    sorted(part.groups.flatMap((group) => members.get(group)!)),
  );
  return { train: inTrain, validation: inValidation, test: inTest };
}

function foldRows(source: RowSource, rows: Uint32Array, choice: FoldChoice, depth: number) {
  const { table, target, split, seed } = source;
  const { method, folds, repeats = 1, index } = choice;
  const column = choice.column ?? split.column ?? '';
  const round = Math.floor(index / folds);
  const wanted = index % folds;
  if (index < 0 || round >= repeats) throw new RangeError(`there is no fold ${index}`);
  const stream = () => Stream.of(seed, 'folds', depth, round);
  const parts = (order: Uint32Array, foldOf: FoldOf, keep: (fold: number) => boolean) => ({
    train: sorted(order.filter((_, i) => keep(foldOf[i]))),
    validation: sorted(order.filter((_, i) => foldOf[i] === wanted)),
  });
  const others = (fold: number) => fold !== wanted;
  switch (method) {
    case 'kfold': {
      const order = stream().shuffle(Uint32Array.from(rows));
      return parts(order, kFold(order.length, folds), others);
    }
    case 'stratified': {
      if (target.kind !== 'classes') throw new TablabError('folds-no-classes');
      const order = stream().shuffle(Uint32Array.from(rows));
      const labels = Int32Array.from(order, (row) => target.index[row]);
      return parts(
        order,
        stratifiedKFold(labels, folds, (label) => target.classes[label]),
        others,
      );
    }
    case 'grouped': {
      const groups = readGroups(table, column);
      const present = Uint32Array.from(new Set(Array.from(rows, (row) => groups.of[row]))).sort();
      const place = new Map(Array.from(present, (group, i) => [group, i]));
      const groupOf = Int32Array.from(rows, (row) => place.get(groups.of[row])!);
      // One round deals the groups by size; several need other groupings each time.
      const foldOf =
        repeats === 1
          ? groupKFold(groupOf, present.length, folds)
          : shuffledGroupKFold(groupOf, stream().permutation(present.length), folds);
      return parts(Uint32Array.from(rows), foldOf, others);
    }
    case 'time': {
      const order = inTime(table, column, rows);
      return parts(order, timeSeriesFolds(order.length, folds), (fold) => fold < wanted);
    }
  }
}

/** Rows by time, of equals in order of row. */
function inTime(table: Table, column: string, rows: Uint32Array): Uint32Array<ArrayBuffer> {
  const times = readTimes(table, column, rows);
  return Uint32Array.from(Array.from(rows).sort((a, b) => times[a] - times[b] || a - b));
}

/**
 * A share of the training rows: a smaller share is part of every larger one of the same draw. Every class is first met
 * once, then all grow in proportion. The number of rows is rounded; of a numbered draw it is cut off, as scikit-learn's
 * `learning_curve` does it.
 */
function shareOf(
  { target, seed }: RowSource,
  train: Uint32Array,
  share: number,
  draw?: number,
): Uint32Array<ArrayBuffer> {
  const stream = draw === undefined ? Stream.of(seed, 'share') : Stream.of(seed, 'share', draw);
  const shuffled = stream.shuffle(Uint32Array.from(train));
  const classOf = (row: number) => (target.kind === 'classes' ? target.index[row] : 0);
  const sizes = new Map<number, number>();
  for (const row of shuffled) sizes.set(classOf(row), (sizes.get(classOf(row)) ?? 0) + 1);
  const seen = new Map<number, number>();
  const ranked = Array.from(shuffled, (row, i) => {
    const label = classOf(row);
    const before = seen.get(label) ?? 0;
    seen.set(label, before + 1);
    return { row, at: before / sizes.get(label)!, i };
  }).sort((a, b) => a.at - b.at || a.i - b.i);
  const wanted = draw === undefined ? Math.round(share * train.length) : Math.floor(share * train.length);
  const count = Math.min(train.length, Math.max(1, sizes.size, wanted));
  return sorted(ranked.slice(0, count).map(({ row }) => row));
}

const sorted = (rows: ArrayLike<number>): Uint32Array<ArrayBuffer> => Uint32Array.from(rows).sort();
const merged = (a: Uint32Array, b: Uint32Array) => sorted([...a, ...b]);
