// From a table and a lab to what training sees: target read, rows split, features fitted on the training rows, and
// every split transformed. Pure: the same table, lab and seed give the same bits.
import type { Lab } from '../lab/document';
import { withLabels } from '../label/apply';
import type { Column, ImportNote, Roles, Table } from '../table/types';
import { withoutDropped } from '../rules/rows';
import { ordinary, type Allocate } from './allocate';
import { fitDerive } from './derive/run';
import { fitFeatures } from './fit';
import { widthOf, type FittedColumn, type FittedPipeline } from './fitted';
import { withMatrix } from './matrix/prepare';
import type { Arrays, Prepared } from './prepared';
import { resampled } from './resample/run';
import { outsideNote, targetMissingNote } from './notes';
import { partition } from './partition';
import { withResolution } from './resolution';
import type { RowSplit } from './split';
import { encodeTarget, fitTargetScale, readTarget, rowsWithTarget } from './target';
import { transformDerived, type OnOutside } from './transform';
import type { DataVariant } from './variant';

/** What a lab says about its data. */
export type PrepareConfig = Pick<Lab, 'seed' | 'roles' | 'labels' | 'rows' | 'features' | 'split' | 'types'>;

export interface PreparedLab extends Prepared {
  /** Turns new rows into model inputs. */
  readonly pipeline: FittedPipeline;
  /** Columns and rows that were left out, and why. */
  readonly notes: readonly ImportNote[];
}

/**
 * Prepares a table. `allocate` may hand out shared memory; a `variant` says what one trial takes differently; `given`
 * rows stand in for the lab's split, and their test rows need no target. Throws
 * coded errors for a target or columns that cannot be used: `column-unknown`, `target-*`, `too-few-rows`, `split-*`,
 * `folds-*`, `no-features`; and for steps `derive-*`, `expression-*`, `matrix-*` and `resample-*`, which name the step.
 */
export function prepare(
  table: Table,
  lab: PrepareConfig,
  allocate: Allocate = ordinary,
  variant: DataVariant = {},
  given?: RowSplit,
): PreparedLab {
  const { resolution = 1 } = variant;
  if (resolution >= 1) return prepareWhole(table, lab, allocate, variant, given);
  return withResolution(prepareWhole(table, lab, ordinary, variant, given), resolution, allocate);
}

function prepareWhole(
  table: Table,
  lab: PrepareConfig,
  allocate: Allocate,
  variant: DataVariant,
  given?: RowSplit,
): PreparedLab {
  const { features = lab.features, fold, share, draw } = variant;
  const typed = asLabReads(table, lab);
  const roles: Roles = lab.roles;
  const rowsRead = readRows(typed, lab);
  const { target, labelled, notes: ruleNotes } = rowsRead;
  const split = given ?? partition({ ...rowsRead, table: typed, split: lab.split, seed: lab.seed }, fold, share, draw);
  const context = { roles, target, seed: lab.seed };
  const derived = features.derive?.length ? fitDerive(typed, features.derive, split.train, context) : null;
  const rowsOf = derived ? { ...split, train: derived.train } : split;
  const source = derived?.table ?? typed;
  const fitted = fitFeatures(source, roles, features, rowsOf.train, context);
  const targetScale = fitTargetScale(target, rowsOf.train);
  const classes = target.kind === 'classes' ? target.classes : [];
  const { columns } = fitted;
  const encoded: FittedPipeline = {
    version: derived ? 3 : features.columns === undefined ? 1 : 2,
    target: roles.target,
    task: roles.task,
    classes,
    targetScale,
    columns,
    inputs: fitted.inputs,
    featureNames: fitted.featureNames,
    ...(derived ? { derive: derived.steps } : {}),
  };
  const first: Arrays = {
    rows: rowsOf.train.length,
    ...transformDerived(encoded, source, rowsOf.train, allocate),
    target: encodeTarget(target, targetScale, rowsOf.train, allocate),
  };
  const { pipeline, train: all } = withMatrix(
    encoded,
    withTraining(first, columns, fitted.training),
    { features, seed: lab.seed },
    { target, rows: rowsOf.train },
    allocate,
  );
  const { inputs, featureNames } = pipeline;
  const { train, rows: trainRows } = features.resample?.length
    ? resampled(features.resample, all, rowsOf.train, pipeline, target, lab.seed, allocate)
    : { train: all, rows: rowsOf.train };
  const outside: ImportNote[] = [];
  const arrays = (part: 'validation' | 'test'): Arrays => {
    const rows = rowsOf[part];
    const told: OnOutside = (found) => outside.push(outsideNote(found, part));
    return {
      rows: rows.length,
      ...transformDerived(pipeline, source, rows, allocate, told),
      target: encodeTarget(target, targetScale, rows, allocate),
    };
  };
  const dropped = table.rows - labelled.length;
  return {
    task: roles.task,
    classes,
    targetScale,
    inputs,
    featureNames,
    train,
    validation: arrays('validation'),
    test: arrays('test'),
    rowsOf: { ...rowsOf, train: trainRows },
    pipeline,
    notes: [
      ...fitted.notes,
      ...(dropped > 0 ? [targetMissingNote(roles.target, dropped)] : []),
      ...ruleNotes,
      ...outside,
    ],
  };
}

/** What is to be predicted, and the rows that have it and that no rule drops. Throws `target-*` and what rules throw. */
function readRows(typed: Table, { roles, rows: rules = [] }: Pick<Lab, 'roles' | 'rows'>) {
  const target = readTarget(typed, roles);
  const labelled = rowsWithTarget(target);
  const { kept: rows, notes } = withoutDropped(labelled, typed, roles, rules);
  return { target, labelled, rows, notes };
}

/** The rows that the lab trains on, validates and tests on, without fitting anything. `typed`: as `asLabReads` gives it. */
export const labSplit = (typed: Table, lab: PrepareConfig): RowSplit =>
  partition({ ...readRows(typed, lab), table: typed, split: lab.split, seed: lab.seed });

/** Training rows with the cross-fitted values in place of those that later rows get. */
function withTraining(
  arrays: Arrays,
  columns: readonly FittedColumn[],
  training: ReadonlyMap<string, Float64Array>,
): Arrays {
  if (training.size === 0) return arrays;
  const stride = columns.reduce((sum, column) => sum + widthOf(column), 0);
  let at = 0;
  for (const column of columns) {
    const width = widthOf(column);
    training.get(column.column)?.forEach((value, i) => {
      arrays.features[Math.floor(i / width) * stride + at + (i % width)] = value;
    });
    at += width;
  }
  return arrays;
}

/** The table with the labels that a person gave and the types that a person set. Throws `labels-other-data`, `label-*`. */
export const asLabReads = (table: Table, { labels, types }: Pick<Lab, 'labels' | 'types'>): Table =>
  retyped(withLabels(table, labels), types ?? {});

/** The table with the types that a person set against the inference. */
export function retyped(table: Table, types: NonNullable<Lab['types']>): Table {
  const retype = (column: Column): Column => {
    const type = Object.hasOwn(types, column.name) ? types[column.name] : column.type;
    return type === column.type ? column : { ...column, type };
  };
  return { ...table, columns: table.columns.map(retype) };
}
