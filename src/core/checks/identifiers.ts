// Features that number or name the rows: words different in nearly every row, or whole numbers that are all different
// and leave few gaps.
import type { Column } from '../table/types';
import { finding, type CheckDef, type Finding } from './check';

const fewest = 20;

export const identifiers: CheckDef = {
  name: 'identifiers',
  label: 'Columns like identifiers',
  async run({ features, pause }) {
    const found: Finding[] = [];
    for (const column of features) {
      await pause();
      if (!idLike(column) || isYears(column)) continue;
      const { name } = column;
      const fix = { kind: 'exclude', columns: [name] } as const;
      found.push(
        finding('check-id-like', { severity: 'warn', details: { column: name }, columns: [name], fixes: [fix] }),
      );
    }
    return found;
  },
};

export function idLike({ type, data }: Column): boolean {
  if (data.kind === 'dict') {
    const present = data.codes.reduce((n, code) => n + (code >= 0 ? 1 : 0), 0);
    return present >= fewest && data.dictionary.length > 0.95 * present;
  }
  if (data.kind !== 'number' || type !== 'numeric') return false;
  // Measured values are ruled out before anything is sorted.
  if (data.values.some((value) => value === value && value !== Math.floor(value))) return false;
  const sorted = data.values.filter((value) => value === value).sort();
  if (sorted.length < fewest || sorted[sorted.length - 1] - sorted[0] > 2 * sorted.length) return false;
  return sorted.every((value, i) => i === 0 || value > sorted[i - 1]);
}

/** One row a year: an order in time, not a number of the row. */
const isYears = ({ name, data }: Column): boolean =>
  /^(?:year|yr)$/i.test(name) &&
  data.kind === 'number' &&
  data.values.every((value) => !(value < 1000 || value > 2500));
