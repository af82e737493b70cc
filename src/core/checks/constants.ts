// Features with one value, with none, or with one value in nearly every row.
import type { Column } from '../table/types';
import { finding, percent, type CheckDef, type Finding } from './check';

/** Share of rows from which one value counts as nearly all. */
const nearly = 0.995;

export const constants: CheckDef = {
  name: 'constants',
  label: 'Constant columns',
  async run({ features, rows, pause }) {
    const found: Finding[] = [];
    for (const column of features) {
      await pause();
      const one = check(column, rows);
      if (one) found.push(one);
    }
    return found;
  },
};

function check(column: Column, rows: number): Finding | null {
  const { name, data } = column;
  if (data.kind === 'image') return null;
  const [most, count] = data.kind === 'dict' ? majority(data.codes, -1) : majority(data.values, NaN);
  const exclude = { kind: 'exclude', columns: [name] } as const;
  if (Number.isNaN(most)) {
    return finding('check-no-values', {
      severity: 'warn',
      details: { column: name },
      columns: [name],
      fixes: [exclude],
    });
  }
  if (count === rows && rows > 1) {
    return finding('check-constant', {
      severity: 'warn',
      details: { column: name },
      columns: [name],
      fixes: [exclude],
    });
  }
  if (rows < 2 || count < nearly * rows) return null;
  const value = data.kind === 'dict' ? data.dictionary[most] : most;
  const details = { column: name, value, percent: percent(count, rows) };
  return finding('check-near-constant', { severity: 'info', details, columns: [name], fixes: [exclude] });
}

/** The value of more than half of the present rows, if there is one, and its count (Boyer & Moore 1991); NaN without any. */
function majority(values: Float64Array | Int32Array, missing: number): readonly [value: number, count: number] {
  const present = (value: number) => value === value && value !== missing;
  let candidate = NaN;
  let lead = 0;
  for (let i = 0; i < values.length; i++) {
    if (!present(values[i])) continue;
    if (lead === 0) candidate = values[i];
    lead += values[i] === candidate ? 1 : -1;
  }
  let count = 0;
  for (let i = 0; i < values.length; i++) if (values[i] === candidate) count++;
  return [candidate, count];
}
