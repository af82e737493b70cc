// Classes with too few rows, and classes far more frequent than others.
import { classNames, targetSide } from '../stats/sides';
import { countsOf } from '../stats/describe';
import { finding, type CheckDef, type Finding, type Fix } from './check';

const rare = 10;
const skewed = 10;
const mostFindings = 5;

export const classes: CheckDef = {
  name: 'classes',
  label: 'Rare and unequal classes',
  run({ target, roles, rows }) {
    const side = target && roles.task !== 'regression' ? targetSide(target, roles.task) : null;
    if (!target || side?.kind !== 'codes') return Promise.resolve([]);
    const { codes } = side;
    const names = classNames(target);
    const counts = countsOf(codes, side.levels);
    const order = Array.from(counts, (_, i) => i)
      .filter((i) => counts[i] > 0)
      .sort((a, b) => counts[a] - counts[b]);
    if (order.length < 2) return Promise.resolve([]);
    const found: Finding[] = [];
    for (const code of order.filter((i) => counts[i] < rare).slice(0, mostFindings)) {
      const held: number[] = [];
      for (let row = 0; row < rows; row++) if (codes[row] === code) held.push(row);
      const fixes: Fix[] =
        order.length > 2
          ? [{ kind: 'rows', rule: { drop: 'values', column: target.name, values: [names[code]] } }]
          : [];
      const details = { value: names[code], count: held.length, rows };
      found.push(finding('check-rare-class', { severity: 'warn', details, columns: [target.name], rows: held, fixes }));
    }
    const least = order[0];
    const most = order[order.length - 1];
    const ratio = counts[most] / counts[least];
    if (ratio >= skewed) {
      const details = { most: names[most], least: names[least], ratio: Math.round(ratio) };
      const fixes: Fix[] = [{ kind: 'balance' }];
      found.push(finding('check-imbalance', { severity: 'warn', details, columns: [target.name], fixes }));
    }
    return Promise.resolve(found);
  },
};
