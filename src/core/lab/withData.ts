// A lab on other data: what belonged to the old data goes, and networks that nobody touched become those that the new data want.
import type { ColumnInfo, Roles } from '../table/types';
import type { DataRef, Lab } from './document';
import { withTextsAlone } from './textFeatures';
import { kindOfData, withNetworksOf } from './tokenFeatures';

interface Chosen {
  readonly ref: DataRef;
  readonly columns: readonly ColumnInfo[];
  readonly roles: Roles;
}

/** `old`: the columns of the data that the lab had; none where they are not known. */
export function withData(lab: Lab, { ref, columns, roles }: Chosen, old: readonly ColumnInfo[]): Lab {
  const { types: _types, labels: _labels, rows: _rows, ...kept } = lab;
  const on = { ...kept, data: ref, roles: { ...roles, exclude: [...roles.exclude] } };
  const after = withTextsAlone(on, columns);
  return withNetworksOf(after, kindOfData(old, lab), kindOfData(columns, after));
}
