// Rows whose features are equal and whose class is not.
import type { Column } from '../table/types';
import { targetSide } from '../stats/sides';
import { finding, percent, type CheckDef } from './check';
import { firstEqualRow } from './rowKeys';

/** Share of rows in conflict that no mistakes explain. */
const overlapping = 0.2;

export const conflicts: CheckDef = {
  name: 'conflicts',
  label: 'Conflicting labels',
  async run({ columns, features, target, roles, rows, pause }) {
    const side = target && roles.task !== 'regression' ? targetSide(target, roles.task) : null;
    const compared = comparedColumns(features, columns);
    if (!target || side?.kind !== 'codes' || compared.length === 0) return [];
    const first = await firstEqualRow(compared, rows, pause);
    const found = conflictingRows(side.codes, first);
    if (found.length === 0) return [];
    if (found.length > overlapping * rows) {
      // Not wrong labels: features of few values.
      const details = {
        percent: percent(found.length, rows),
        best: percent(mostRight(side.codes, first, found), found.length),
      };
      return [finding('check-overlap', { severity: 'warn', details, columns: [target.name], rows: found })];
    }
    const severity = found.length > 0.01 * rows ? 'warn' : 'info';
    const details = { count: found.length };
    return [
      finding('check-conflicts', {
        severity,
        details,
        columns: [target.name],
        rows: found,
        fixes: [{ kind: 'rows', rule: { drop: 'conflicts' } }],
      }),
    ];
  },
};

/** What two rows have to share to be in conflict: features and images. */
export const comparedColumns = (features: readonly Column[], columns: readonly Column[]): Column[] => [
  ...features,
  ...columns.filter(({ type }) => type === 'image'),
];

/** Rows of two classes or more that share their first equal row, ascending. Codes below 0 have no class. */
export function conflictingRows(codes: Int32Array, first: Uint32Array): number[] {
  /** By first row of a group: its only class so far, or -2 once there are two. */
  const classOf = new Map<number, number>();
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row];
    if (code < 0) continue;
    const known = classOf.get(first[row]);
    classOf.set(first[row], known === undefined || known === code ? code : -2);
  }
  const found: number[] = [];
  for (let row = 0; row < codes.length; row++) {
    if (codes[row] >= 0 && classOf.get(first[row]) === -2) found.push(row);
  }
  return found;
}

/** Of rows in conflict those that the most frequent class of each group gets right. */
function mostRight(codes: Int32Array, first: Uint32Array, rows: readonly number[]): number {
  const groups = new Map<number, Map<number, number>>();
  for (const row of rows) {
    const counts = groups.get(first[row]) ?? new Map<number, number>();
    groups.set(first[row], counts.set(codes[row], (counts.get(codes[row]) ?? 0) + 1));
  }
  let right = 0;
  for (const counts of groups.values()) right += Math.max(...counts.values());
  return right;
}
