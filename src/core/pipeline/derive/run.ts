// The steps on the table in order: fitted one after the other on the training rows that are left, then applied to all
// rows. An error carries the id of its step.
import { TablabError } from '../../errors/error';
import { complete } from '../../fields/complete';
import type { Fields, Values } from '../../fields/field';
import type { DeriveStep, FeaturesConfig } from '../../lab/document';
import { Stream } from '../../rng/stream';
import type { Column, Roles, Table } from '../../table/types';
import type { TargetData } from '../target';
import { columnNamed, requireName, taken } from './columns';
import { takesWords, type DeriveDef, type DeriveInput, type FittedDerive } from './derive';
import { deriveDefs } from './registry';

const byType = new Map(deriveDefs.map((def) => [def.type, def]));

/** The step's description; throws `derive-unknown`. */
export function deriveDef({ id, type }: Pick<DeriveStep, 'id' | 'type'>): DeriveDef {
  const def = byType.get(type);
  if (!def) throw new TablabError('derive-unknown', { derive: id, type });
  return def;
}

/** All options, missing ones at their defaults. Throws `derive-unknown` or `field-invalid`. */
export function deriveOptions(step: DeriveStep): { def: DeriveDef; options: Values<Fields> } {
  const def = deriveDef(step);
  return { def, options: complete(def.fields, step.options, `of step "${step.id}"`, { derive: step.id }) };
}

/** What no data can make right: types, options, ids. What depends on data is said when the step is fitted. */
export function checkDerive({ derive = [] }: FeaturesConfig): void {
  const ids = new Set<string>();
  for (const step of derive) {
    if (ids.has(step.id)) throw new TablabError('derive-duplicate', { derive: step.id });
    ids.add(step.id);
    deriveOptions(step);
  }
}

export interface DeriveContext {
  readonly roles: Roles;
  readonly target: TargetData | null;
  readonly seed: number;
}

export interface Derived {
  readonly steps: readonly FittedDerive[];
  /** Without the target's column. */
  readonly table: Table;
  /** Training rows that are left. */
  readonly train: Uint32Array;
}

/** The table as steps see it: without what is to be predicted. */
export const withoutTarget = (table: Table, { target }: Pick<Roles, 'target'>): Table => ({
  rows: table.rows,
  columns: table.columns.filter(({ name }) => name !== target),
});

/** Fits every enabled step on `train` (ascending). Throws coded errors with `derive`, the id of the step. */
export function fitDerive(
  table: Table,
  steps: readonly DeriveStep[],
  train: Uint32Array,
  context: DeriveContext,
): Derived {
  let now: Derived = { steps: [], table: withoutTarget(table, context.roles), train };
  for (const step of steps) {
    if (step.enabled === false) continue;
    now = fitOne(now, step, context);
  }
  return now;
}

/** One more step on what the steps before it made. */
export function fitOne(before: Derived, step: DeriveStep, context: DeriveContext): Derived {
  const work = (): Derived => {
    const { def, options } = deriveOptions(step);
    const input: DeriveInput = {
      table: before.table,
      columns: chosenColumns(before.table, step, def, context.roles),
      train: before.train,
      target: context.target,
      task: context.roles.task,
      stream: Stream.of(context.seed, 'derive', step.id),
    };
    const state = def.fit(input, options);
    const table = def.apply(state, before.table);
    for (const { name } of table.columns) {
      if (!before.table.columns.some((column) => column.name === name)) requireName(name, [context.roles.target]);
    }
    const train = def.keep ? def.keep(state, before.table, before.train) : before.train;
    if (train.length < 2) throw new TablabError('derive-no-rows', { rows: train.length });
    return { steps: [...before.steps, { id: step.id, type: step.type, state }], table, train };
  };
  return naming(step.id, work, context.roles.target);
}

/** New rows on the way of the training rows. Throws `derive-column` for a column that the table lacks. */
export function applyDerive(steps: readonly FittedDerive[], table: Table): Table {
  let now = table;
  for (const { id, type, state } of steps) now = naming(id, () => deriveDef({ id, type }).apply(state, now));
  return now;
}

/** Columns that a step works on, in order of the table. Throws `derive-column`, `derive-column-kind`, `derive-target`, `derive-nothing`, `derive-choose`. */
export function chosenColumns(table: Table, step: DeriveStep, def: DeriveDef, roles: Roles): string[] {
  if (def.takes === 'none') return [];
  const fits = (column: Column) => taken(column, def.takes);
  if (step.columns === undefined || step.columns.length === 0) {
    if (def.named !== undefined) throw new TablabError('derive-choose', { what: def.named });
    const excluded = new Set(roles.exclude);
    const all = table.columns.filter((column) => fits(column) && !excluded.has(column.name));
    if (all.length === 0) throw new TablabError('derive-nothing', { expected: takesWords[def.takes] });
    return all.map(({ name }) => name);
  }
  const wanted = new Set(step.columns);
  for (const name of wanted) {
    if (name === roles.target) throw new TablabError('derive-target', { column: name });
    const column = columnNamed(table, name);
    if (!fits(column)) {
      throw new TablabError('derive-column-kind', {
        column: name,
        expected: takesWords[def.takes],
        found: column.type === 'image' ? 'images' : `values of type ${column.type}`,
      });
    }
  }
  return table.columns.filter(({ name }) => wanted.has(name)).map(({ name }) => name);
}

/** Runs `work`, and gives its coded errors the id of the step. A column that is missing because it is the target is said so. */
function naming<T>(id: string, work: () => T, target?: string): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TablabError) || 'derive' in error.details) throw error;
    const { code, details } = error;
    const hidden = (code === 'expression-column' || code === 'derive-column') && details.column === target;
    throw new TablabError(hidden ? 'derive-target' : code, { ...details, derive: id }, { cause: error });
  }
}
