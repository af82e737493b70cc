// Features with missing values, each by itself where a large part of the rows is, and rows without a target.
import { finding, isMissing, percent, type CheckDef, type Finding } from './check';

/** A share that is worth a line; one that is worth a finding of its own; one where leaving the column out comes to mind. */
const some = 0.01;
const notable = 0.2;
const most = 0.5;
const shown = 5;

export const missing: CheckDef = {
  name: 'missing',
  label: 'Missing values',
  async run({ features, target, rows, rules, pause }) {
    const found: Finding[] = [];
    const dropped = new Set(rules.flatMap((rule) => (rule.drop === 'missing' ? [rule.column] : [])));
    const few: { readonly name: string; readonly held: readonly number[] }[] = [];
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
      } else if (held.length >= some * rows && held.length < rows && !dropped.has(name)) few.push({ name, held });
    }
    return few.length > 0 ? [...found, together(few, rows)] : found;
  },
};

/** One finding for all columns with a few gaps, those with most first. */
function together(few: readonly { readonly name: string; readonly held: readonly number[] }[], rows: number): Finding {
  const sorted = [...few].sort((a, b) => b.held.length - a.held.length);
  const listed = sorted.slice(0, shown).map(({ name, held }) => `"${name}" ${percent(held.length, rows)} %`);
  const more = sorted.length > shown ? ` and ${sorted.length - shown} more` : '';
  const union = [...new Set(sorted.flatMap(({ held }) => held))].sort((a, b) => a - b);
  const details = { columns: listed.join(', ') + more, count: union.length };
  return finding('check-missing-some', {
    severity: 'info',
    details,
    columns: sorted.map(({ name }) => name),
    rows: union,
  });
}
