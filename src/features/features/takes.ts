// Which columns a form offers to a step, by the types that the preview knows.
import type { Takes } from '$core/pipeline/derive/derive';
import type { ColumnName } from '$core/pipeline/derive/preview';

export function takenBy(columns: readonly ColumnName[], takes: Takes): readonly ColumnName[] {
  return columns.filter(({ type }) => {
    if (type === 'image' || takes === 'none') return false;
    if (takes === 'dates') return type === 'date';
    return takes === 'any' || type === 'numeric' || type === 'boolean';
  });
}
