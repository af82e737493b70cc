// The lab as the hunt for suspects reads it: the label column as target, other labels out of its sight. A column of many
// numbers goes as what it is, and is refused in words.
import type { Lab } from '$core/lab/document';
import type { PrepareConfig } from '$core/pipeline/prepare';

export function suspectsLab(
  { seed, roles, labels, rows, features, split, types }: Lab,
  column: string,
  ofNumbers: boolean,
): PrepareConfig {
  const task = ofNumbers ? 'regression' : 'multiclass';
  if (column === roles.target && roles.task !== 'regression') {
    return { seed, roles, labels, rows, features, split, types };
  }
  const others = [roles.target, ...(labels ?? []).map((set) => set.column)].filter((name) => name !== column);
  const exclude = [...new Set([...roles.exclude.filter((name) => name !== column), ...others])];
  return { seed, roles: { target: column, task, exclude }, labels, rows, features, split, types };
}
