// Rows whose features are equal and whose class is not.
import { targetSide } from '../stats/sides';
import { finding, type CheckDef } from './check';
import { firstEqualRow } from './rowKeys';

export const conflicts: CheckDef = {
  name: 'conflicts',
  label: 'Conflicting labels',
  async run({ columns, features, target, roles, rows, pause }) {
    const side = target && roles.task !== 'regression' ? targetSide(target, roles.task) : null;
    const compared = [...features, ...columns.filter(({ type }) => type === 'image')];
    if (!target || side?.kind !== 'codes' || compared.length === 0) return [];
    const first = await firstEqualRow(compared, rows, pause);
    /** By first row of a group: its only class so far, or -2 once there are two. */
    const classOf = new Map<number, number>();
    for (let row = 0; row < rows; row++) {
      const code = side.codes[row];
      if (code < 0) continue;
      const known = classOf.get(first[row]);
      classOf.set(first[row], known === undefined || known === code ? code : -2);
    }
    const found: number[] = [];
    for (let row = 0; row < rows; row++) {
      if (side.codes[row] >= 0 && classOf.get(first[row]) === -2) found.push(row);
    }
    if (found.length === 0) return [];
    const severity = found.length > 0.01 * rows ? 'warn' : 'info';
    const details = { count: found.length };
    return [finding('check-conflicts', { severity, details, columns: [target.name], rows: found })];
  },
};
