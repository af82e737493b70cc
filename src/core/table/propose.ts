// A first guess of what to learn: target, task, and the columns to leave out. Everything can be changed.
import type { ColumnInfo, Roles, Task } from './types';

/** More classes than this and a numeric target is a regression, a categorical one is not proposed. */
const mostNumericClasses = 20;
export const mostClasses = 1000;

const targetNames =
  /^(?:target|label|labels|class|classes|y|outcome|response|result|diagnosis|survived|species|income|quality|churn|churned|default|approved|fraud|is_fraud|category|digit|price|saleprice|sale_price|medv|mpg|charges|repaid|spam)$/i;

const canBeTarget = (column: ColumnInfo) =>
  (column.type === 'numeric' || column.type === 'categorical' || column.type === 'boolean') &&
  column.distinct !== 1 &&
  column.distinct !== 0 &&
  !(column.type === 'categorical' && (column.distinct ?? Infinity) > mostClasses);

/** The task that suits a column as target. */
export function proposeTask(column: ColumnInfo): Task {
  const distinct = column.distinct ?? Infinity;
  if (distinct <= 2) return 'binary';
  if (column.type === 'categorical' || column.type === 'boolean' || column.type === 'id' || column.type === 'text') {
    return 'multiclass';
  }
  const { range } = column;
  // Class indices: a few whole numbers that leave no large gaps, as 0..9 or 1..3.
  const indices =
    column.type === 'numeric' &&
    column.wholeNumbers === true &&
    range !== undefined &&
    distinct <= mostNumericClasses &&
    range.min >= 0 &&
    range.max - range.min < 2 * distinct;
  return indices ? 'multiclass' : 'regression';
}

/** Columns that say nothing or too much: ids, running text, dates, constants, columns without values. */
export function proposeExclusions(columns: readonly ColumnInfo[], target: string): string[] {
  return columns
    .filter(({ name, type, distinct, missing }) => {
      if (name === target) return false;
      if (type === 'id' || type === 'text' || type === 'date') return true;
      return type !== 'image' && (distinct === 0 || (distinct === 1 && missing === 0));
    })
    .map(({ name }) => name);
}

/** Target, task and exclusions. `target`: a person's choice, kept. */
export function proposeRoles(columns: readonly ColumnInfo[], target?: string): Roles {
  const chosen = columns.find(({ name }) => name === target) ?? proposeTarget(columns);
  return { target: chosen.name, task: proposeTask(chosen), exclude: proposeExclusions(columns, chosen.name) };
}

function proposeTarget(columns: readonly ColumnInfo[]): ColumnInfo {
  const possible = columns.filter(canBeTarget);
  const last = columns[columns.length - 1];
  return (
    possible.find(({ name }) => targetNames.test(name.trim())) ??
    possible.find((column) => column === last && (column.type === 'numeric' || (column.distinct ?? Infinity) <= 100)) ??
    possible.findLast(({ type, distinct }) => type !== 'numeric' && (distinct ?? Infinity) <= 50) ??
    possible.at(-1) ??
    last
  );
}
