// Combinations of two categories (classes of the target among them) that hold hardly any rows though both are common:
// a model learns and is judged there on next to nothing.
import { classNames, targetSide } from '../stats/sides';
import type { Column } from '../table/types';
import { finding, type CheckDef, type Finding } from './check';

const mostColumns = 16;
const mostLevels = 20;
/** A category is common from this share of the rows. */
const common = 0.05;
const thin = 5;
/** Rows that a combination would hold if the two had nothing to do with each other. */
const expectedRows = 15;
const mostFindings = 6;

interface Levels {
  readonly name: string;
  readonly codes: ArrayLike<number>;
  readonly names: readonly string[];
  /** A column of true and false. */
  readonly flag?: boolean;
}

export const slices: CheckDef = {
  name: 'slices',
  label: 'Thin combinations',
  async run({ features, target, roles, rows, pause }) {
    const side = target && roles.task !== 'regression' ? targetSide(target, roles.task) : null;
    const aim: Levels[] =
      target && side?.kind === 'codes' ? [{ name: target.name, codes: side.codes, names: classNames(target) }] : [];
    const columns = [...aim, ...features.flatMap(levelsOf).slice(0, mostColumns)];
    const found: { readonly empty: number; readonly finding: Finding }[] = [];
    for (let i = 0; i < columns.length; i++) {
      for (let j = i + 1; j < columns.length; j++) {
        await pause();
        const one = check(columns[i], columns[j], rows, i === 0 && aim.length > 0);
        if (one) found.push(one);
      }
    }
    return found
      .sort((a, b) => b.empty - a.empty)
      .slice(0, mostFindings)
      .map((one) => one.finding);
  },
};

function levelsOf({ name, type, data }: Column): Levels[] {
  if (data.kind === 'dict') {
    return data.dictionary.length <= mostLevels ? [{ name, codes: data.codes, names: data.dictionary }] : [];
  }
  if (data.kind !== 'number' || type !== 'boolean') return [];
  return [
    { name, codes: data.values.map((value) => (value === value ? value : -1)), names: ['false', 'true'], flag: true },
  ];
}

function check(a: Levels, b: Levels, rows: number, withTarget: boolean) {
  const [k, m] = [a.names.length, b.names.length];
  if (k > mostLevels || m > mostLevels) return null;
  const counts = new Uint32Array(k * m);
  const [ofA, ofB] = [new Uint32Array(k), new Uint32Array(m)];
  let n = 0;
  for (let row = 0; row < rows; row++) {
    const [x, y] = [a.codes[row], b.codes[row]];
    if (x < 0 || y < 0) continue;
    n++;
    ofA[x]++;
    ofB[y]++;
    counts[x * m + y]++;
  }
  if (determined(counts, ofA, ofB, n)) return null;
  // Flags that are never both true are one category in several columns (one-hot): the gap is their sense.
  if (a.flag && b.flag && counts[3] === 0) return null;
  const cells: { readonly x: number; readonly y: number; readonly count: number }[] = [];
  for (let x = 0; x < k; x++) {
    for (let y = 0; y < m; y++) {
      const count = counts[x * m + y];
      if (count >= thin || Math.min(ofA[x], ofB[y]) < common * n || ofA[x] * ofB[y] < expectedRows * n) continue;
      cells.push({ x, y, count });
    }
  }
  if (cells.length === 0) return null;
  cells.sort((one, other) => one.count - other.count);
  const held: number[] = [];
  const wanted = new Set(cells.map(({ x, y }) => x * m + y));
  for (let row = 0; row < rows; row++) {
    const [x, y] = [a.codes[row], b.codes[row]];
    if (x >= 0 && y >= 0 && wanted.has(x * m + y)) held.push(row);
  }
  const examples = cells.slice(0, 3).map(({ x, y, count }) => `${a.names[x]} with ${b.names[y]} (${count})`);
  const details = { a: a.name, b: b.name, count: cells.length, examples: examples.join(', ') };
  const severity = withTarget ? 'warn' : 'info';
  return {
    empty: cells.length,
    finding: finding('check-slices', { severity, details, columns: [a.name, b.name], rows: held }),
  };
}

/** Whether one nearly follows from the other (Cramer's V over 0.9, without correction): empty cells are then its sense. */
function determined(counts: Uint32Array, ofA: Uint32Array, ofB: Uint32Array, n: number): boolean {
  const m = ofB.length;
  let sum = 0;
  counts.forEach((count, at) => {
    if (count > 0) sum += (count * count) / (ofA[Math.floor(at / m)] * ofB[at % m]);
  });
  const used = (of: Uint32Array) => of.reduce((levels, count) => levels + (count > 0 ? 1 : 0), 0);
  const most = Math.min(used(ofA), used(ofB)) - 1;
  return n === 0 || most < 1 || (sum - 1) / most > 0.81;
}
