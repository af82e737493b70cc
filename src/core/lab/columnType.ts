// The type of a column is the lab's, where it names one, else the data set's.
import { own } from '../fields/own';
import type { ColumnInfo, ColumnType } from '../table/types';
import type { Lab } from './document';

export const typeIn = ({ types }: Pick<Lab, 'types'>, { name, type }: Pick<ColumnInfo, 'name' | 'type'>): ColumnType =>
  own(types, name) ?? type;
