// Rows that repeat an earlier one. Identifiers are not compared: they differ by design.
import { finding, type CheckDef } from './check';
import { firstEqualRow } from './rowKeys';

export const duplicates: CheckDef = {
  name: 'duplicates',
  label: 'Repeated rows',
  async run({ columns, rows, pause }) {
    const compared = columns.filter(({ type }) => type !== 'id');
    if (compared.length === 0) return [];
    const first = await firstEqualRow(compared, rows, pause);
    const found: number[] = [];
    for (let row = 0; row < rows; row++) if (first[row] !== row) found.push(row);
    if (found.length === 0) return [];
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
