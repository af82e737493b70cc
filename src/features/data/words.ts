// Words for what the lab document only names.
import { typeLabels } from '$core/table/typeLabels';
import type { ColumnInfo, ColumnType, DatasetInfo, Task } from '$core/table/types';

/** What a column type is called where it stands by itself. */
export const typeName = (type: ColumnType): string => typeLabels[type][0].toUpperCase() + typeLabels[type].slice(1);

export const taskLabels: Readonly<Record<Task, string>> = {
  binary: 'Binary',
  multiclass: 'Multiclass',
  regression: 'Regression',
};

export const taskOptions = (['binary', 'multiclass', 'regression'] as const).map((value) => ({
  value,
  label: taskLabels[value],
}));

export const sourceLabels: Readonly<Record<DatasetInfo['source']['kind'], string>> = {
  bundled: 'Ships with Tablab',
  generated: 'Generated on this device',
  imported: 'Your file, on this device only',
};

export const count = (n: number): string => n.toLocaleString('en');

/** `1.2 MB`. */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : Number(value.toPrecision(2))} ${units[unit]}`;
}

/** `3.4 %`, `< 0.1 %`; empty for none. */
export function shareText(part: number, whole: number): string {
  if (part === 0) return '';
  const percent = (100 * part) / whole;
  return percent < 0.1 ? '< 0.1 %' : `${percent >= 10 ? Math.round(percent) : Number(percent.toFixed(1))} %`;
}

const isNumberWord = (text: string) => text.trim() !== '' && Number.isFinite(Number(text));

/** Types that a column can be given, judged from its description. */
export function possibleTypes(column: ColumnInfo): readonly ColumnType[] {
  if (column.imageShape) return ['image'];
  const { distinct, range, top = [] } = column;
  if (range) {
    const bits = range.min >= 0 && range.max <= 1 && distinct !== null && distinct <= 2;
    const types: ColumnType[] = ['numeric', 'categorical', ...(bits ? (['boolean'] as const) : []), 'id'];
    return column.type === 'date' ? ['date', ...types] : types;
  }
  const numbers = top.length > 0 && top.every(({ value }) => isNumberWord(value));
  return [
    'categorical',
    ...(distinct !== null && distinct <= 2 ? (['boolean'] as const) : []),
    ...(numbers ? (['numeric'] as const) : []),
    'text',
    'id',
  ];
}

/** `a, b, c and 4 more`. */
export function columnList(names: readonly string[], most = 6): string {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(', ')} and ${count(rest)} more` : names.join(', ');
}
