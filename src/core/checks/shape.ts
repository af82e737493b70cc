// Too few rows for what is asked of them: fewer than can be split, or fewer than there are columns to learn from.
import { minimumRows } from '../pipeline/split';
import { finding, type CheckDef, type Finding } from './check';

/** Rows for each feature that is kept. */
const rowsEach = 5;
/** Fewer rows than this leave a tenth or a fifth of them too few to judge by. */
const fewRows = 50;

export const shape: CheckDef = {
  name: 'shape',
  label: 'Number of rows',
  run({ rows, features, config }) {
    if (rows < minimumRows) {
      const details = { rows, needed: minimumRows };
      return Promise.resolve([finding('check-few-rows', { severity: 'error', details, columns: [] })]);
    }
    const found: Finding[] = [];
    const wide = features.length > rows;
    // A wide table is told to be judged so anyway.
    if (rows < fewRows && !wide)
      found.push(finding('check-small', { severity: 'warn', details: { rows }, columns: [] }));
    // A step that leaves fewer numbers answers it.
    if (wide && !config?.matrix?.some(({ enabled }) => enabled !== false)) {
      const details = { rows, columns: features.length };
      const components = Math.max(2, Math.round(rows / rowsEach));
      const fixes = [{ kind: 'select', components }] as const;
      found.push(finding('check-wide', { severity: 'warn', details, columns: [], fixes }));
    }
    return Promise.resolve(found);
  },
};
