// Rows that an isolation forest sets apart from the rest: unusual in a combination of number features, also where no
// single value is far. A row is named when its score is above 0.6 and far above the other scores.
import { quantile, sortedPresent } from '../stats/describe';
import { isolate, isolationColumns } from '../stats/isolation';
import { finding, type CheckDef } from './check';

const fewest = 50;
const lowest = 0.6;
/** Interquartile ranges above the third quartile of the scores. */
const reach = 4;

export const isolated: CheckDef = {
  name: 'isolated',
  label: 'Unusual combinations',
  async run({ features, rows, rules, pause }) {
    if (rows < fewest || isolationColumns(features).length < 2 || rules.some(({ drop }) => drop === 'isolated'))
      return [];
    const work = isolate(features, rows);
    let step = work.next();
    for (; !step.done; step = work.next()) await pause();
    const scores = step.value;
    if (!scores) return [];
    const limit = unusual(scores);
    const found: number[] = [];
    for (let row = 0; row < rows; row++) if (scores[row] > limit) found.push(row);
    if (found.length === 0) return [];
    const details = { count: found.length, limit };
    const fixes = [{ kind: 'rows', rule: { drop: 'isolated', above: limit } }] as const;
    return [finding('check-isolated', { severity: 'info', details, columns: [], rows: found, fixes })];
  },
};

/** The score from which a row is named, to two digits so that it reads well in a rule. */
export function unusual(scores: Float64Array): number {
  const sorted = sortedPresent(scores);
  const [q1, q3] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
  return Math.min(1, Math.ceil(100 * Math.max(lowest, q3 + reach * (q3 - q1))) / 100);
}
