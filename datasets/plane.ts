// Points in the plane with a class each: what the two-dimensional generators share.
import type { Table } from '$core/table/types';
import { numbers, strings, tableOf } from './columns';

/** A table x1, x2, class from a function that gives each row's point and class name. */
export function planeTable(
  rows: number,
  point: (row: number) => readonly [x1: number, x2: number, name: string],
): Table {
  const points = Array.from({ length: rows }, (_, row) => point(row));
  return tableOf([
    numbers(
      'x1',
      points.map(([x1]) => x1),
    ),
    numbers(
      'x2',
      points.map(([, x2]) => x2),
    ),
    strings(
      'class',
      points.map(([, , name]) => name),
    ),
  ]);
}
