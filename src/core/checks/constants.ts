// Features with one value, with none, or with one value in nearly every row.
import { codesOf } from '../stats/sides';
import { countsOf } from '../stats/describe';
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
  const { codes, levels } =
    data.kind === 'dict' ? { codes: data.codes, levels: data.dictionary.length } : codesOf(data.values);
  const counts = countsOf(codes, levels);
  const most = counts.reduce((best, count, i) => (count > counts[best] ? i : best), 0);
  const exclude = { kind: 'exclude', columns: [name] } as const;
  if (levels === 0 || counts[most] === 0) {
    return finding('check-no-values', { severity: 'warn', details: { column: name }, columns: [name], fix: exclude });
  }
  if (counts[most] === rows && rows > 1) {
    return finding('check-constant', { severity: 'warn', details: { column: name }, columns: [name], fix: exclude });
  }
  if (counts[most] < nearly * rows) return null;
  const value = data.kind === 'dict' ? data.dictionary[most] : data.values[codes.indexOf(most)];
  const details = { column: name, value, percent: percent(counts[most], rows) };
  return finding('check-near-constant', { severity: 'info', details, columns: [name], fix: exclude });
}
