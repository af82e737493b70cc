// Features that alone predict the target on rows they were not fitted to, as only a copy or a consequence of the target
// does. Half of the rows, drawn at random, is learned: numbers by the 5 nearest values, categories by their own rows;
// the other half is predicted. Judged by accuracy, or R2 in a regression, above a constant guess. Also what a number was
// made from or into (its levels, its logarithm, two parts that add up to it), and columns filled in for one class alone.
import { Stream } from '../rng/stream';
import { sampleColumn } from '../table/look';
import { sideOf, targetSide, type Side } from '../stats/sides';
import { finding, type CheckDef, type Finding } from './check';
import { partsOf, sameOrder } from './madeOf';

const rowLimit = 20_000;
const fewest = 40;
/** Rows of other classes than the most frequent one, without which a constant guess cannot be beaten. */
const fewestOthers = 3;
const neighbours = 5;
/** Share of what a constant guess leaves open that the feature closes. */
const suspicious = 0.97;
const copied = 0.995;
const mostSums = 5;

export const leakage: CheckDef = {
  name: 'leakage',
  label: 'Leakage suspects',
  async run({ measured, roles, pause }) {
    const { features, target } = measured();
    const aim = target ? targetSide(sampleColumn(target, rowLimit), roles.task) : null;
    if (!target || !aim) return [];
    const found: Finding[] = [];
    for (const column of features) {
      await pause();
      const side = sideOf(sampleColumn(column, rowLimit));
      const filled = side && aim.kind === 'codes' ? filledIn(side, aim) : null;
      if (filled !== null) {
        const details = { column: column.name, target: target.name, ...filled };
        const fix = { kind: 'exclude', columns: [column.name] } as const;
        found.push(
          finding('check-leakage-missing', { severity: 'error', details, columns: [column.name], fixes: [fix] }),
        );
        continue;
      }
      const cut = side && aim.kind === 'number' ? cutOf(side, aim.values) : null;
      if (cut) {
        const details = { column: column.name, target: target.name, ...cut };
        const fix = { kind: 'exclude', columns: [column.name] } as const;
        found.push(finding('check-leakage-cut', { severity: 'error', details, columns: [column.name], fixes: [fix] }));
        continue;
      }
      if (side?.kind === 'number' && aim.kind === 'number' && sameOrder(side.values, aim.values)) {
        const details = { column: column.name, target: target.name };
        const fix = { kind: 'exclude', columns: [column.name] } as const;
        found.push(
          finding('check-leakage-order', { severity: 'error', details, columns: [column.name], fixes: [fix] }),
        );
        continue;
      }
      const result = side && alone(side, aim);
      if (!result || !(result.score - result.base >= suspicious * (1 - result.base))) continue;
      const details = {
        column: column.name,
        target: target.name,
        measure: aim.kind === 'number' ? 'R2' : 'accuracy',
        score: shown(result.score),
        base: shown(result.base),
      };
      const fix = { kind: 'exclude', columns: [column.name] } as const;
      // A number may well be a strong cause of another; a copy is closer.
      const severity = aim.kind === 'codes' || result.score >= copied ? 'error' : 'warn';
      found.push(finding('check-leakage', { severity, details, columns: [column.name], fixes: [fix] }));
    }
    if (aim.kind === 'codes') return found;
    const known = new Set(found.flatMap(({ columns }) => columns));
    const others = features.filter(({ name }) => !known.has(name));
    for (const { columns, formula } of (await partsOf(others, target, pause)).slice(0, mostSums)) {
      const details = { a: columns[0], b: columns[1], target: target.name, formula };
      const fix = { kind: 'exclude', columns } as const;
      found.push(finding('check-leakage-sum', { severity: 'error', details, columns, fixes: [fix] }));
    }
    return found;
  },
};

/** To three digits, and never 1 for what is less. */
const shown = (score: number) => (score < 1 ? Math.min(0.999, Number(score.toFixed(3))) : 1);

/**
 * Whether having a value goes with the class, as a date of death does: the accuracy of telling the class by that alone,
 * and of a constant guess; null where it does not.
 */
function filledIn(feature: Side, aim: Extract<Side, { kind: 'codes' }>): { score: number; base: number } | null {
  const counts = { filled: new Float64Array(aim.levels), empty: new Float64Array(aim.levels) };
  let rows = 0;
  for (let i = 0; i < aim.codes.length; i++) {
    const code = aim.codes[i];
    if (code < 0) continue;
    rows++;
    const empty = feature.kind === 'number' ? Number.isNaN(feature.values[i]) : feature.codes[i] < 0;
    counts[empty ? 'empty' : 'filled'][code]++;
  }
  const all = counts.filled.map((count, code) => count + counts.empty[code]);
  const [right, constant] = [Math.max(...counts.filled) + Math.max(...counts.empty), Math.max(...all)];
  if (rows < fewest || rows - constant < fewestOthers || right - constant < suspicious * (rows - constant)) return null;
  return { score: shown(right / rows), base: shown(constant / rows) };
}

/** Of each level of a cut at least so many rows, and at most so many levels. */
const cutRows = 10;
const cutLevels = 6;

/** Where the levels of a feature lie one above the other in the target: it is the target, cut. Null where they overlap. */
function cutOf(feature: Side, values: Float64Array): { low: number; high: number } | null {
  const of = feature.kind === 'codes' ? feature.codes : feature.values;
  const ranges = new Map<number, { low: number; high: number; count: number }>();
  for (let row = 0; row < values.length; row++) {
    const [level, value] = [of[row], values[row]];
    if (level !== level || level === undefined || (feature.kind === 'codes' && level < 0) || value !== value) continue;
    const known = ranges.get(level);
    if (known) {
      known.low = Math.min(known.low, value);
      known.high = Math.max(known.high, value);
      known.count++;
    } else if (ranges.size === cutLevels) return null;
    else ranges.set(level, { low: value, high: value, count: 1 });
  }
  const sorted = [...ranges.values()].sort((a, b) => a.low - b.low);
  if (sorted.length < 2 || sorted.some(({ count }) => count < cutRows)) return null;
  // Constant within each level is a code for the target, which `alone` finds; touching ends may be chance.
  if (!sorted.every(({ low }, i) => i === 0 || low > sorted[i - 1].high)) return null;
  return { low: sorted[0].high, high: sorted[1].low };
}

/** How well one feature predicts, and a constant guess; null with too few rows. */
export function alone(feature: Side, aim: Side): { score: number; base: number } | null {
  const x = feature.kind === 'number' ? feature.values : Float64Array.from(feature.codes, orMissing);
  const y = aim.kind === 'number' ? aim.values : Float64Array.from(aim.codes, orMissing);
  const rows: number[] = [];
  for (let i = 0; i < x.length; i++) if (x[i] === x[i] && y[i] === y[i]) rows.push(i);
  if (rows.length < fewest) return null;
  Stream.of(0, 'leakage').shuffle(rows);
  const learned = rows.slice(0, rows.length >>> 1).sort((a, b) => x[a] - x[b] || a - b);
  const tested = rows.slice(rows.length >>> 1);
  const learnedX = Float64Array.from(learned, (i) => x[i]);
  const guess = aim.kind === 'number' ? mean : mode;
  const constant = guess(learned.map((i) => y[i]));
  const known = new Map<number, number>();
  const predict = (value: number) => {
    const old = known.get(value);
    if (old !== undefined) return old;
    const [from, to] = feature.kind === 'number' ? nearest(learnedX, value) : same(learnedX, value);
    const guessed = to > from ? guess(learned.slice(from, to).map((i) => y[i])) : constant;
    known.set(value, guessed);
    return guessed;
  };
  if (aim.kind === 'codes') {
    const right = (of: (i: number) => number) => tested.filter((i) => of(i) === y[i]).length;
    const base = right(() => constant);
    if (tested.length - base < fewestOthers) return null;
    return { score: right((i) => predict(x[i])) / tested.length, base: base / tested.length };
  }
  let total = 0;
  let left = 0;
  const centre = mean(tested.map((i) => y[i]));
  for (const i of tested) {
    total += (y[i] - centre) * (y[i] - centre);
    left += (y[i] - predict(x[i])) * (y[i] - predict(x[i]));
  }
  return total > 0 ? { score: 1 - left / total, base: 0 } : null;
}

const orMissing = (code: number) => (code < 0 ? NaN : code);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The most frequent value, the smallest among equals. */
function mode(values: readonly number[]): number {
  const counts = new Map<number, number>();
  let best = values[0];
  for (const value of values) {
    const count = (counts.get(value) ?? 0) + 1;
    counts.set(value, count);
    const most = counts.get(best) ?? 0;
    if (count > most || (count === most && value < best)) best = value;
  }
  return best;
}

function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if (sorted[mid] < value) low = mid + 1;
    else high = mid;
  }
  return low;
}

/** The window of the nearest values. */
function nearest(sorted: Float64Array, value: number): [from: number, to: number] {
  let from = lowerBound(sorted, value);
  let to = from;
  while (to - from < neighbours && (from > 0 || to < sorted.length)) {
    const below = from > 0 ? value - sorted[from - 1] : Infinity;
    const above = to < sorted.length ? sorted[to] - value : Infinity;
    if (below < above) from--;
    else to++;
  }
  return [from, to];
}

function same(sorted: Float64Array, value: number): [from: number, to: number] {
  const from = lowerBound(sorted, value);
  let to = from;
  while (to < sorted.length && sorted[to] === value) to++;
  return [from, to];
}
