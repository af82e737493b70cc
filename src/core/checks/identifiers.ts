// Features that number or name the rows: words different in nearly every row, or whole numbers that are all different
// and leave few gaps, are called a code, or rise from row to row as keys do.
import type { Column } from '../table/types';
import { finding, type CheckDef, type Finding } from './check';

const fewest = 20;
/** Of fewer rows a measured value may happen to rise. */
const fewestRising = 100;
const codeName = /(?:^|[_\s.-])(?:code|number|num|nr|no)$/i;
const timeName = /time|date|year|day|month|hour|second|epoch|timestamp|step/i;

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

export function idLike({ name, type, data }: Column): boolean {
  if (data.kind === 'dict') {
    const present = data.codes.reduce((n, code) => n + (code >= 0 ? 1 : 0), 0);
    return present >= fewest && data.dictionary.length > 0.95 * present;
  }
  if (data.kind !== 'number' || type !== 'numeric') return false;
  // Measured values are ruled out before anything is sorted.
  if (data.values.some((value) => value === value && value !== Math.floor(value))) return false;
  const present = data.values.filter((value) => value === value);
  if (present.length < fewest) return false;
  if (present.length === data.values.length && !timeName.test(name) && risesAsKeys(present)) return true;
  const sorted = present.sort();
  const dense = sorted[sorted.length - 1] - sorted[0] <= 2 * sorted.length;
  return (dense || codeName.test(name)) && sorted.every((value, i) => i === 0 || value > sorted[i - 1]);
}

/** Strictly from row to row, by steps that differ, and about evenly: not a grid, not a table sorted by size. */
function risesAsKeys(values: Float64Array): boolean {
  const { length } = values;
  if (length < fewestRising || !values.every((value, i) => i === 0 || value > values[i - 1])) return false;
  const step = values[1] - values[0];
  if (values.every((value, i) => i === 0 || value - values[i - 1] === step)) return false;
  const middle = (values[length >>> 1] - values[0]) / (values[length - 1] - values[0]);
  return middle > 0.25 && middle < 0.75;
}

/** One row a year: an order in time, not a number of the row. */
const isYears = ({ name, data }: Column): boolean =>
  /^(?:year|yr)$/i.test(name) &&
  data.kind === 'number' &&
  data.values.every((value) => !(value < 1000 || value > 2500));
