// Words for what the lab document only names.
import { typeIn } from '$core/lab/columnType';
import type { Lab } from '$core/lab/document';
import type { ColumnInfo } from '$core/table/types';

export const scaleOptions = [
  { value: 'standard', label: 'Standardize' },
  { value: 'none', label: 'As they are' },
] as const;
export const imputeOptions = [
  { value: 'mean', label: 'Mean' },
  { value: 'median', label: 'Median' },
  { value: 'zero', label: 'Zero' },
] as const;
export const categoricalOptions = [
  { value: 'onehot', label: 'One-hot' },
  { value: 'codes', label: 'Codes' },
] as const;

export const count = (n: number): string => n.toLocaleString('en');

/** `1 row`, `2 rows`. */
export const counted = (n: number, one: string, more = `${one}s`): string => `${count(n)} ${n === 1 ? one : more}`;

/** A column under the type that the lab gives it. */
export function typed(column: ColumnInfo, lab: Lab): ColumnInfo {
  const type = typeIn(lab, column);
  return type === column.type ? column : { ...column, type };
}
