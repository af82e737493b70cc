// Too few rows for what is asked of them: fewer than can be split, or fewer than there are columns to learn from.
import { minimumRows } from '../pipeline/split';
import { finding, type CheckDef } from './check';

/** Rows for each feature that is kept. */
const rowsEach = 5;

export const shape: CheckDef = {
  name: 'shape',
  label: 'Number of rows',
  run({ rows, features, config }) {
    if (rows < minimumRows) {
      const details = { rows, needed: minimumRows };
      return Promise.resolve([finding('check-few-rows', { severity: 'error', details, columns: [] })]);
    }
    if (features.length <= rows) return Promise.resolve([]);
    // A step that leaves fewer numbers answers it.
    if (config?.matrix?.some(({ enabled }) => enabled !== false)) return Promise.resolve([]);
    const details = { rows, columns: features.length };
    const components = Math.max(2, Math.round(rows / rowsEach));
    return Promise.resolve([
      finding('check-wide', { severity: 'warn', details, columns: [], fixes: [{ kind: 'select', components }] }),
    ]);
  },
};
