// Too few rows for what is asked of them: fewer than can be split, or fewer than there are columns to learn from.
import { minimumRows } from '../pipeline/split';
import { finding, type CheckDef } from './check';

export const shape: CheckDef = {
  name: 'shape',
  label: 'Number of rows',
  run({ rows, features }) {
    if (rows < minimumRows) {
      const details = { rows, needed: minimumRows };
      return Promise.resolve([finding('check-few-rows', { severity: 'error', details, columns: [] })]);
    }
    if (features.length <= rows) return Promise.resolve([]);
    const details = { rows, columns: features.length };
    return Promise.resolve([finding('check-wide', { severity: 'warn', details, columns: [] })]);
  },
};
