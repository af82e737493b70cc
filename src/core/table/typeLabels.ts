import type { ColumnType } from './types';

/** What a column type is called within a sentence. */
export const typeLabels: Readonly<Record<ColumnType, string>> = {
  numeric: 'number',
  categorical: 'category',
  boolean: 'yes or no',
  date: 'date',
  text: 'text',
  id: 'identifier',
  image: 'image',
};
