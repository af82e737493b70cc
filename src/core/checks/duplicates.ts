// Rows that repeat an earlier one. Identifiers are not compared: they differ by design.
import { finding, isMissing, type CheckDef } from './check';
import { firstEqualRow } from './rowKeys';
import type { Column } from '../table/types';

/** With fewer combinations of values for each row, rows agree without being copies. */
const crowded = 10;

export const duplicates: CheckDef = {
  name: 'duplicates',
  label: 'Repeated rows',
  async run({ columns, rows, target, pause }) {
    const compared = columns.filter(({ type }) => type !== 'id');
    if (compared.length === 0) return [];
    const first = await firstEqualRow(compared, rows, pause);
    const found: number[] = [];
    // Rows without a target are not used, repeated or not.
    for (let row = 0; row < rows; row++) {
      if (first[row] !== row && !(target && isMissing(target, row))) found.push(row);
    }
    if (found.length === 0) return [];
    const combinations = combinationsOf(compared, 100 * rows);
    if (combinations < crowded * rows) {
      const details = { count: found.length, combinations };
      return [finding('check-repeats', { severity: 'info', details, columns: [], rows: found })];
    }
    const severity = found.length > 0.01 * rows ? 'warn' : 'info';
    return [
      finding('check-duplicates', {
        severity,
        details: { count: found.length },
        columns: [],
        rows: found,
        fixes: [{ kind: 'rows', rule: { drop: 'duplicates' } }],
      }),
    ];
  },
};

/** How many different rows the columns could make, counted to `most`. */
function combinationsOf(columns: readonly Column[], most: number): number {
  let product = 1;
  for (const { type, data } of columns) {
    // Nobody writes the same text twice by chance.
    if (data.kind === 'image' || type === 'text') return Infinity;
    const values = new Set<number>();
    for (const value of data.kind === 'dict' ? data.codes : data.values) {
      if (values.add(value).size * product > most) return Infinity;
    }
    product *= Math.max(1, values.size);
  }
  return product;
}
