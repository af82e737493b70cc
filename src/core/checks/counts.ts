// Tables of counts, where a row is a combination of categories and a column says how often it occurs: its rows stand for
// many. Columns of weights, which say how much of a survey a row stands for and are no property of it.
import { countedRows, mostWritten } from '../table/writeOut';
import type { Column } from '../table/types';
import { firstEqualRow } from './rowKeys';
import { finding, type CheckDef, type Finding, type Fix } from './check';

const countName =
  /^(?:freq|frequency|frequencies|counts?|n|num|number|total|cases|persons|people|obs|observations|weights?|wt)$/i;
const weightName =
  /^(?:fnlwgt|pweights?|popwt|wgt|wtss(?:all)?|final_?wt)$|(?:sampling|survey|sample)[_ .]?weights?$|wgt$/i;
/** Of more values a column is measured, not a category. */
const mostLevels = 30;
/** Share of all combinations that the rows hold. */
const crossed = 0.5;

export const counts: CheckDef = {
  name: 'counts',
  label: 'Tables of counts',
  async run({ columns, features, rows, pause }) {
    const found: Finding[] = [];
    const counted = columns.find((column) => countName.test(column.name) && column.type === 'numeric');
    const total = counted ? countedRows(counted.data) : null;
    if (counted && total !== null && total > rows) {
      const others = columns.filter((column) => column !== counted && column.type !== 'id');
      if (isCrossed(others, rows) && (await firstEqualRow(others, rows, pause)).every((first, row) => first === row)) {
        const fixes: Fix[] = total <= mostWritten ? [{ kind: 'writeOut', column: counted.name }] : [];
        const details = { column: counted.name, rows, total };
        found.push(finding('check-counts', { severity: 'error', details, columns: [counted.name], rows: [], fixes }));
      }
    }
    for (const { name, type } of features) {
      if (type !== 'numeric' || !weightName.test(name)) continue;
      const fixes: Fix[] = [{ kind: 'exclude', columns: [name] }];
      found.push(finding('check-weights', { severity: 'info', details: { column: name }, columns: [name], fixes }));
    }
    return found;
  },
};

/** Whether all columns are categories, and the rows most of their combinations. */
function isCrossed(columns: readonly Column[], rows: number): boolean {
  if (columns.length === 0 || columns.some(({ type }) => type === 'text' || type === 'image' || type === 'date'))
    return false;
  let combinations = 1;
  for (const { data } of columns) {
    if (data.kind === 'image') return false;
    const levels = new Set<number>();
    for (const value of data.kind === 'dict' ? data.codes : data.values)
      if (levels.add(value).size > mostLevels) return false;
    combinations *= levels.size;
  }
  return rows >= crossed * combinations;
}
