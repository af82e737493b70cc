// Word columns that are mostly numbers: a few words such as "n/a" or "unknown" made the whole column a category.
import { retypeColumn } from '../table/retype';
import { finding, percent, type CheckDef, type Finding } from './check';
import { countsOf } from '../stats/describe';

const mostly = 0.8;
/** A category of a few numeric codes is meant to be one. */
const fewestNumbers = 10;

export const mixedTypes: CheckDef = {
  name: 'mixed',
  label: 'Numbers and words mixed',
  async run({ columns, roles, pause }) {
    const found: Finding[] = [];
    for (const column of columns) {
      const { name, data } = column;
      if (data.kind !== 'dict' || name === roles.target || column.type === 'id' || roles.exclude.includes(name))
        continue;
      await pause();
      const isNumber = data.dictionary.map((word) => word.trim() !== '' && Number.isFinite(Number(word)));
      const words = data.dictionary.filter((_, code) => !isNumber[code]);
      if (words.length === 0 || data.dictionary.length - words.length < fewestNumbers) continue;
      const counts = countsOf(data.codes, data.dictionary.length);
      const present = counts.reduce((sum, count) => sum + count, 0);
      const numbers = counts.reduce((sum, count, code) => sum + (isNumber[code] ? count : 0), 0);
      if (numbers < mostly * present) continue;
      const rows: number[] = [];
      data.codes.forEach((code, row) => code >= 0 && !isNumber[code] && rows.push(row));
      const examples = words.slice(0, 3).map((word) => `"${word.slice(0, 30)}"`);
      // The reader of numbers has the last word: what it cannot read is not offered.
      const readable = retypeColumn(column, 'numeric').data;
      const kept = readable.kind === 'number' ? readable.values.filter((value) => value === value).length : 0;
      const details = { column: name, percent: percent(numbers, present), examples: examples.join(', ') };
      const fix = { kind: 'type', column: name, type: 'numeric' } as const;
      found.push(
        finding('check-mixed', {
          severity: 'warn',
          details,
          columns: [name],
          rows,
          fixes: kept >= numbers ? [fix] : [],
        }),
      );
    }
    return found;
  },
};
