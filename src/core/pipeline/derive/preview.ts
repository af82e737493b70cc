// What each step on the table makes of the training rows, for a page: columns before and after, rows left out, errors
// where they arise. A step that fails is passed over, so that the rest can still be seen and edited.
import { plainError, TablabError, type PlainError } from '../../errors/error';
import type { DeriveStep } from '../../lab/document';
import { histogramOf } from '../../table/look';
import type { Column, ColumnType, Table } from '../../table/types';
import { nodesOf } from '../expression/ast';
import { parseExpression } from '../expression/parse';
import { parseFormulas } from '../expression/formulas';
import { withoutDropped } from '../../rules/rows';
import { fitFeatures } from '../fit';
import { codesOf, namesOf, type FittedColumn } from '../fitted';
import { dense } from '../../math/dense';
import { targetOf } from '../matrix/fit';
import { encodedNames } from '../matrix/prepare';
import { previewMatrix, type MatrixPreview } from '../matrix/preview';
import { classCounts, foretell, type Foretold } from '../resample/run';
import { encode } from '../transform';
import { asLabReads, type PrepareConfig } from '../prepare';
import { partition } from '../partition';
import { readTarget, rowsWithTarget, type TargetData } from '../target';
import { asNumbers } from '../values';
import { undefinedFormula } from './undefinedAt';
import { chosenColumns, deriveOptions, fitOne, withoutTarget, type Derived, type DeriveContext } from './run';

const bins = 24;
const topValues = 6;
/** Columns of a step that are drawn. */
const shownColumns = 24;

export interface Shape {
  readonly missing: number;
  /** Of numbers. */
  readonly bars: { readonly edges: readonly number[]; readonly counts: readonly number[] } | null;
  /** Of categories and texts: the most frequent. */
  readonly top: readonly { readonly value: string; readonly count: number }[];
  readonly distinct: number;
}

export interface MadeColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** The column of that name before, if the step changed it. */
  readonly before: Shape | null;
  readonly after: Shape;
}

export interface ColumnName {
  readonly name: string;
  readonly type: ColumnType;
}

export interface StepPreview {
  readonly id: string;
  readonly state: 'done' | 'off' | 'failed';
  readonly error: PlainError | null;
  /** What the step does all the same, but a person should know of. */
  readonly warning: PlainError | null;
  /** Columns that the step may work on: those after the step before. */
  readonly columns: readonly ColumnName[];
  readonly uses: readonly string[];
  /** New or changed, the first of them. */
  readonly made: readonly MadeColumn[];
  readonly madeNames: readonly string[];
  readonly removed: readonly string[];
  readonly rows: { readonly before: number; readonly after: number };
}

export interface FeaturesPreview {
  /** The target cannot be read, or rows cannot be split: nothing below is known. */
  readonly error: PlainError | null;
  readonly steps: readonly StepPreview[];
  readonly source: readonly ColumnName[];
  /** After all steps. */
  readonly columns: readonly ColumnName[];
  /** What the model gets, by column. */
  readonly features: readonly {
    readonly column: string;
    readonly names: readonly string[];
    readonly kind: FittedColumn['kind'];
    /** Codes that it adds to a row, for an embedding. */
    readonly codes: number;
  }[];
  readonly featuresError: PlainError | null;
  readonly notes: readonly string[];
  readonly matrix: readonly MatrixPreview[];
  /** Rows of each class in training before and after each resampling; classes are empty for a target of numbers. */
  readonly balance: {
    readonly classes: readonly string[];
    readonly counts: readonly number[];
    readonly steps: readonly Foretold[];
  };
  readonly rows: { readonly train: number; readonly validation: number; readonly test: number };
}

const namesIn = (table: Table): ColumnName[] => table.columns.map(({ name, type }) => ({ name, type }));

const noBalance = { classes: [], counts: [], steps: [] };

/** `of`: rows of the data set that `table` is a sample of; class counts are brought up to them. */
export function previewFeatures(table: Table, lab: PrepareConfig, of = table.rows): FeaturesPreview {
  const typed = asLabReads(table, lab);
  const source = namesIn(withoutTarget(typed, lab.roles));
  const nothing = { steps: [], source, columns: source, features: [], featuresError: null, notes: [] };
  const later = { matrix: [], balance: noBalance };
  try {
    const target = readTarget(typed, lab.roles);
    const usable = withoutDropped(rowsWithTarget(target), typed, lab.roles, lab.rows ?? []).kept;
    const rows = partition({ table: typed, target, rows: usable, split: lab.split, seed: lab.seed });
    const context: DeriveContext = { roles: lab.roles, target, seed: lab.seed };
    const steps: StepPreview[] = [];
    let now: Derived = { steps: [], table: withoutTarget(typed, lab.roles), train: rows.train };
    for (const step of lab.features.derive ?? []) {
      const { preview, after } = previewStep(now, step, context);
      steps.push(preview);
      now = after;
    }
    return {
      error: null,
      steps,
      source,
      columns: namesIn(now.table),
      rows: { train: now.train.length, validation: rows.validation.length, test: rows.test.length },
      ...encoded(now, lab, context, target),
      balance: balanceOf(now, lab, target, of / table.rows),
    };
  } catch (error) {
    return { ...nothing, ...later, error: plainError(error), rows: { train: 0, validation: 0, test: 0 } };
  }
}

function balanceOf(now: Derived, { features }: PrepareConfig, target: TargetData, times: number) {
  const steps = features.resample ?? [];
  if (target.kind !== 'classes') return { ...noBalance, steps: foretell(steps, [], []) };
  const { classes, index } = target;
  const inTraining = Int32Array.from(now.train, (row) => index[row]);
  const counts = classCounts(inTraining, classes.length).map((count) => Math.round(count * times));
  return { classes, counts, steps: foretell(steps, classes, counts) };
}

function encoded(now: Derived, lab: PrepareConfig, context: DeriveContext, target: TargetData) {
  try {
    const { columns, notes, featureNames } = fitFeatures(now.table, lab.roles, lab.features, now.train, context);
    const names = encodedNames({ columns, featureNames });
    const numbers = lab.features.matrix?.length ? encode({ columns }, now.table, now.train).features : [];
    const x = dense(now.train.length, names.length, Float64Array.from(numbers));
    return {
      matrix: previewMatrix(lab.features, x, names, targetOf(target, now.train), lab.seed),
      features: columns.map((column) => ({
        column: column.column,
        names: namesOf(column),
        kind: column.kind,
        codes: codesOf(column),
      })),
      featuresError: null,
      notes: notes.map(({ message }) => message),
    };
  } catch (error) {
    return { features: [], featuresError: plainError(error), notes: [], matrix: [] };
  }
}

function previewStep(now: Derived, step: DeriveStep, context: DeriveContext): { preview: StepPreview; after: Derived } {
  const base = {
    id: step.id,
    columns: namesIn(now.table),
    uses: usedBy(now.table, step, context),
    made: [],
    madeNames: [],
    removed: [],
    rows: { before: now.train.length, after: now.train.length },
    error: null,
    warning: null,
  };
  if (step.enabled === false) return { preview: { ...base, state: 'off' }, after: now };
  try {
    const after = fitOne(now, step, context);
    const before = new Map(now.table.columns.map((column) => [column.name, column]));
    const changed = after.table.columns.filter((column) => before.get(column.name) !== column);
    const made = changed.slice(0, shownColumns).map((column): MadeColumn => {
      const was = before.get(column.name);
      return {
        name: column.name,
        type: column.type,
        before: was ? shapeOf(was, now.train) : null,
        after: shapeOf(column, after.train),
      };
    });
    const left = new Set(after.table.columns.map(({ name }) => name));
    return {
      preview: {
        ...base,
        state: 'done',
        made,
        madeNames: changed.map(({ name }) => name),
        removed: now.table.columns.filter(({ name }) => !left.has(name)).map(({ name }) => name),
        rows: { before: now.train.length, after: after.train.length },
        warning: warningOf(now, after, step),
      },
      after,
    };
  } catch (error) {
    return { preview: { ...base, state: 'failed', error: plainError(error) }, after: now };
  }
}

function warningOf(now: Derived, after: Derived, step: DeriveStep): PlainError | null {
  if (step.type !== 'expression') return null;
  const { formulas } = deriveOptions(step).options as Readonly<Record<string, unknown>>;
  const found = undefinedFormula(String(formulas), now.table, after.table, after.train);
  return found && plainError(found);
}

/** Columns that a step reads, as far as it can be told; a step that is wrong reads none. */
function usedBy(table: Table, step: DeriveStep, { roles }: DeriveContext): string[] {
  try {
    const { def, options } = deriveOptions(step);
    const used = new Set(chosenColumns(table, step, def, roles));
    const values = options as Readonly<Record<string, unknown>>;
    for (const [key, field] of Object.entries(def.fields)) {
      const text = String(values[key]);
      if (field.kind !== 'text' || text.trim() === '') continue;
      if (field.of === 'column') used.add(text);
      if (field.of === 'expression') {
        const trees = key === 'formulas' ? parseFormulas(text).map(({ node }) => node) : [parseExpression(text)];
        for (const tree of trees) for (const node of nodesOf(tree)) if (node.type === 'column') used.add(node.name);
      }
    }
    return table.columns.filter(({ name }) => used.has(name)).map(({ name }) => name);
  } catch (error) {
    // Said where the step is fitted.
    if (error instanceof TablabError) return [];
    throw error;
  }
}

/** The values of `rows` in a few numbers. */
export function shapeOf(column: Column, rows: Uint32Array): Shape {
  const { data, type } = column;
  if (data.kind === 'image') return { missing: 0, bars: null, top: [], distinct: rows.length };
  if (data.kind === 'number' || type === 'numeric') {
    const all = asNumbers(column)!;
    const values = Float64Array.from(rows, (row) => all[row]);
    const present = values.filter((value) => !Number.isNaN(value));
    return {
      missing: values.length - present.length,
      bars: present.length > 0 ? histogramOf(present, bins) : null,
      top: [],
      distinct: new Set(present).size,
    };
  }
  const counts = new Map<number, number>();
  let missing = 0;
  for (const row of rows) {
    const code = data.codes[row];
    if (code < 0) missing++;
    else counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const top = [...counts].sort((a, b) => b[1] - a[1]).slice(0, topValues);
  return {
    missing,
    bars: null,
    top: top.map(([code, count]) => ({ value: data.dictionary[code].slice(0, 80), count })),
    distinct: counts.size,
  };
}
