// Edits of what a lab learns from its data, each a pure change of the document.
import { typeIn } from '$core/lab/columnType';
import type { Lab } from '$core/lab/document';
import { mostClasses, proposeTask } from '$core/table/propose';
import type { ColumnInfo, ColumnType, Task } from '$core/table/types';

export type Edit = (lab: Lab) => Lab;

/** A column under the type that the lab gives it. */
export function typed(column: ColumnInfo, lab: Lab): ColumnInfo {
  const type = typeIn(lab, column);
  return type === column.type ? column : { ...column, type };
}

export const withTarget =
  (column: ColumnInfo): Edit =>
  (lab) => ({
    ...lab,
    roles: {
      target: column.name,
      task: proposeTask(typed(column, lab)),
      exclude: lab.roles.exclude.filter((name) => name !== column.name),
    },
  });

export const withTask =
  (task: Task): Edit =>
  (lab) => ({ ...lab, roles: { ...lab.roles, task } });

export const withIncluded =
  (names: readonly string[], included: boolean): Edit =>
  (lab) => {
    const rest = lab.roles.exclude.filter((name) => !names.includes(name));
    return { ...lab, roles: { ...lab.roles, exclude: included ? rest : [...rest, ...names] } };
  };

/** A type against the inference; the inferred type itself removes the entry. */
export const withType =
  (column: ColumnInfo, type: ColumnType): Edit =>
  ({ types, ...lab }) => {
    const { [column.name]: _old, ...others } = types ?? {};
    const next = type === column.type ? others : { ...others, [column.name]: type };
    const changed: Lab = Object.keys(next).length > 0 ? { ...lab, types: next } : lab;
    if (column.name !== lab.roles.target) return changed;
    return { ...changed, roles: { ...lab.roles, task: proposeTask({ ...column, type }) } };
  };

/** Tasks that suit a target. */
export function possibleTasks(target: ColumnInfo): readonly Task[] {
  const distinct = target.distinct ?? Infinity;
  const numeric = target.type === 'numeric' || target.type === 'date' || target.type === 'boolean';
  return [
    ...(distinct === 2 ? (['binary'] as const) : []),
    ...(distinct > 2 && distinct <= mostClasses ? (['multiclass'] as const) : []),
    ...(numeric && target.range !== undefined ? (['regression'] as const) : []),
  ];
}

/** What is wrong with learning this, in words, or null. */
export function targetProblem(target: ColumnInfo | undefined, lab: Lab): string | null {
  if (!target) return `The data has no column "${lab.roles.target}". Choose a target.`;
  if (target.type === 'image') return 'Images cannot be the target. Choose the column that names them.';
  if (target.distinct === 0) return `"${target.name}" has no values. Choose another target.`;
  if (target.distinct === 1) return `"${target.name}" has the same value in every row. Choose a target that varies.`;
  if (lab.roles.task !== 'regression' && (target.distinct ?? Infinity) > mostClasses) {
    return `"${target.name}" has ${target.distinct?.toLocaleString('en') ?? 'over 100,000'} classes. At most ${mostClasses.toLocaleString('en')} can be trained: choose another target, or regression.`;
  }
  return null;
}
