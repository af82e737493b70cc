// Features that are missing in a large part of the rows, and rows without a target.
import { finding, isMissing, percent, type CheckDef, type Finding } from './check';

const notable = 0.2;
const most = 0.5;

export const missing: CheckDef = {
  name: 'missing',
  label: 'Missing values',
  async run({ features, target, rows, pause }) {
    const found: Finding[] = [];
    for (const column of target ? [target, ...features] : features) {
      await pause();
      const held: number[] = [];
      for (let row = 0; row < rows; row++) if (isMissing(column, row)) held.push(row);
      const { name } = column;
      if (column === target) {
        if (held.length === 0) continue;
        const details = { column: name, count: held.length };
        found.push(finding('check-target-missing', { severity: 'info', details, columns: [name], rows: held }));
      } else if (held.length > notable * rows && held.length < rows) {
        const details = { column: name, percent: percent(held.length, rows) };
        const severity = held.length > most * rows ? 'warn' : 'info';
        const fix = { kind: 'exclude', columns: [name] } as const;
        found.push(finding('check-missing', { severity, details, columns: [name], rows: held, fixes: [fix] }));
      }
    }
    return found;
  },
};
