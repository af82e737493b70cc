// The lab as the hunt for suspects reads it: the label column as target, other labels out of its sight.
import type { Lab } from '$core/lab/document';
import type { PrepareConfig } from '$core/pipeline/prepare';

export function suspectsLab({ seed, roles, labels, rows, features, split, types }: Lab, column: string): PrepareConfig {
  if (column === roles.target && roles.task !== 'regression') {
    return { seed, roles, labels, rows, features, split, types };
  }
  const others = [roles.target, ...(labels ?? []).map((set) => set.column)].filter((name) => name !== column);
  const exclude = [...new Set([...roles.exclude.filter((name) => name !== column), ...others])];
  return { seed, roles: { target: column, task: 'multiclass', exclude }, labels, rows, features, split, types };
}
