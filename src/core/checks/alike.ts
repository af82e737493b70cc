// Rows that are not independent of each other: those of one group (the visits of a patient), and neighbours in time. A
// random split puts them on both sides, and a model is tested on what it has nearly seen. How alike they are is measured
// on the target, 0 as between any two rows, 1 equal: for classes the agreement of pairs beyond chance (Cohen 1960), for
// numbers the intraclass correlation (Fisher 1925), in time the same agreement or the autocorrelation, the largest of 24 lags.
import { asNumbers } from '../pipeline/values';
import { codesOf, targetSide, type Side } from '../stats/sides';
import type { Column } from '../table/types';
import { finding, named, type CheckDef, type Finding } from './check';
import { timePartsOf } from './timeParts';

const fewestRows = 30;
/** Of longer tables the first rows tell. */
const mostRows = 100_000;
const fewestGroups = 5;
const panelUnits = 20;
/** Rows of a group, on average, from which it is one. */
const fewestEach = 1.5;
const notable = 0.3;
const slight = 0.1;
/** Rows apart in time that are compared: a day of hours, two weeks of days. */
const lags = 24;
/** Rows of a group, on average, from which it is more likely a kind than a unit. */
const largeGroups = 50;
const units =
  'subject|participant|person|individual|patient|customer|client|user|household|school|stratum|session|device|business|' +
  'company|firm|store|shop|hotel|employee|player|driver';
const end = 's?(?:[_\\s.-]?(?:name|no|nr|number|code))?$';
const groupName = new RegExp(`(?:^|[_\\s.-])(?:${units})${end}`, 'i');
/** Numbers called so along with other words are scores of users, or years at school. */
const numberName = new RegExp(`^(?:${units})${end}`, 'i');
const yearName = /^(?:year|yr|timestamp|datetime|date)$/i;

export const alike: CheckDef = {
  name: 'alike',
  label: 'Rows that depend on each other',
  async run({ columns, target, roles, rows, splitBy, pause }) {
    const aim = target ? targetSide(target, roles.task) : null;
    const method = splitBy?.method;
    if (!target || !aim || rows < fewestRows || method === 'grouped' || method === 'time') return [];
    const found: Finding[] = [];
    for (const column of columns) {
      if (column === target) continue;
      await pause();
      const one = grouped(column, target, aim) ?? inOrder(column, target, aim);
      if (one) found.push(one);
    }
    if (!found.some(({ text }) => text.code === 'check-time-order')) {
      const one = inParts(columns, target, aim);
      if (one) found.push(one);
    }
    return found;
  },
};

function grouped(column: Column, target: Column, aim: Side): Finding | null {
  const { name, type, data } = column;
  if (data.kind === 'image') return null;
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2');
  const isNamed = (data.kind === 'dict' ? groupName : numberName).test(words);
  const isPanel = type === 'numeric' && data.kind === 'number' && panel(data.values);
  if (type !== 'id' && !isNamed && !isPanel) return null;
  const codes = data.kind === 'dict' ? data.codes : codesOf(data.values.subarray(0, mostRows)).codes;
  const members = new Map<number, number[]>();
  const end = Math.min(codes.length, mostRows);
  let present = 0;
  for (let row = 0; row < end; row++) {
    if (codes[row] < 0) continue;
    present++;
    const known = members.get(codes[row]);
    if (known) known.push(row);
    else members.set(codes[row], [row]);
  }
  if (members.size < fewestGroups || present < fewestEach * members.size) return null;
  const score = within([...members.values()], aim);
  // A name alone is a weak hint, the weaker the larger its groups are.
  if (type !== 'id' && !isPanel && score < (present > largeGroups * members.size ? notable : slight)) return null;
  const details = {
    column: name,
    groups: members.size,
    mean: Number((present / members.size).toPrecision(2)),
    target: target.name,
    score: Number(score.toFixed(2)),
  };
  const fix = { kind: 'split', method: 'grouped', column: name } as const;
  const severity = score > notable ? 'warn' : 'info';
  return finding('check-groups', { severity, details, columns: [name], fixes: [fix] });
}

/** Whole numbers in blocks of rows, a block for each, all of one size: units that were observed equally often. */
function panel(values: Float64Array): boolean {
  const seen = new Set<number>();
  const end = Math.min(values.length, mostRows);
  let size = 0;
  let start = 0;
  for (let row = 0; row < end; row++) {
    if (!Number.isInteger(values[row])) return false;
    if (row > 0 && values[row] === values[row - 1]) continue;
    if (seen.has(values[row])) return false;
    seen.add(values[row]);
    if (row > 0 && size === 0) size = row;
    else if (row > 0 && row - start !== size) return false;
    start = row;
  }
  return size >= 2 && seen.size >= panelUnits && (end < values.length || end - start === size);
}

/** How alike two rows of a group are. */
function within(groups: readonly (readonly number[])[], aim: Side): number {
  return aim.kind === 'codes' ? agreement(groups, aim.codes, aim.levels) : intraclass(groups, aim.values);
}

function agreement(groups: readonly (readonly number[])[], codes: Int32Array, levels: number): number {
  const all = new Float64Array(levels);
  let n = 0;
  let same = 0;
  let pairs = 0;
  for (const rows of groups) {
    const counts = new Map<number, number>();
    for (const row of rows) if (codes[row] >= 0) counts.set(codes[row], (counts.get(codes[row]) ?? 0) + 1);
    let size = 0;
    for (const [code, count] of counts) {
      all[code] += count;
      size += count;
      same += count * (count - 1);
    }
    n += size;
    pairs += size * (size - 1);
  }
  const chance = all.reduce((sum, count) => sum + (count / n) * (count / n), 0);
  return pairs > 0 && chance < 1 ? (same / pairs - chance) / (1 - chance) : 0;
}

/** From the mean squares between and within groups of unequal size (Shrout & Fleiss 1979, ICC(1,1)). */
function intraclass(groups: readonly (readonly number[])[], values: Float64Array): number {
  const present = groups.map((rows) => rows.map((row) => values[row]).filter((value) => value === value));
  const filled = present.filter((group) => group.length > 0);
  const n = filled.reduce((sum, group) => sum + group.length, 0);
  const k = filled.length;
  if (k < 2 || n <= k) return 0;
  const meanOf = (group: readonly number[]) => group.reduce((sum, value) => sum + value, 0) / group.length;
  const grand = meanOf(filled.flat());
  let between = 0;
  let inside = 0;
  for (const group of filled) {
    const mean = meanOf(group);
    between += group.length * (mean - grand) * (mean - grand);
    for (const value of group) inside += (value - mean) * (value - mean);
  }
  const size = (n - filled.reduce((sum, { length }) => sum + length * length, 0) / n) / (k - 1);
  const [a, b] = [between / (k - 1), inside / (n - k)];
  return a + (size - 1) * b > 0 ? (a - b) / (a + (size - 1) * b) : 0;
}

function inOrder(column: Column, target: Column, aim: Side): Finding | null {
  const { name, type } = column;
  if (type !== 'date' && !(type === 'numeric' && yearName.test(name))) return null;
  const times = asNumbers(column);
  const score = times ? likeness(times, aim) : null;
  if (score === null) return null;
  const details = { column: `"${name}"`, target: target.name, score };
  const fix = { kind: 'split', method: 'time', column: name } as const;
  return finding('check-time-order', { severity: 'warn', details, columns: [name], fixes: [fix] });
}

/** The same in a time of several columns. Rows that are in its order keep it when they are sorted by year alone. */
function inParts(columns: readonly Column[], target: Column, aim: Side): Finding | null {
  const parts = timePartsOf(columns.filter((column) => column !== target));
  const score = parts ? likeness(parts.times, aim) : null;
  if (!parts || score === null) return null;
  const names = parts.columns.map(({ name }) => name);
  const details = { column: named(names), target: target.name, score };
  const fixes = parts.sorted ? ([{ kind: 'split', method: 'time', column: names[0] }] as const) : [];
  return finding('check-time-order', { severity: 'warn', details, columns: names, fixes });
}

/** How alike neighbours in time are; null where not more than by chance. */
function likeness(times: Float64Array, aim: Side): number | null {
  const held: number[] = [];
  for (let row = 0; row < Math.min(times.length, mostRows); row++)
    if (times[row] === times[row] && known(aim, row)) held.push(row);
  if (held.length < fewestRows || new Set(held.map((row) => times[row])).size < fewestRows) return null;
  const order = held.sort((a, b) => times[a] - times[b] || a - b);
  const score = nextToNext(order, aim);
  // Beyond what chance gives so many rows.
  return score < Math.max(notable, 4 / Math.sqrt(order.length)) ? null : Number(score.toFixed(2));
}

const known = (aim: Side, row: number) => (aim.kind === 'codes' ? aim.codes[row] >= 0 : !Number.isNaN(aim.values[row]));

/** The largest agreement or correlation of rows up to `lags` apart. */
function nextToNext(order: readonly number[], aim: Side): number {
  const far = Math.min(lags, order.length >>> 2);
  let most = -1;
  for (let lag = 1; lag <= far; lag++)
    most = Math.max(most, aim.kind === 'codes' ? equal(order, aim, lag) : moved(order, aim.values, lag));
  return most;
}

function equal(order: readonly number[], { codes, levels }: Extract<Side, { kind: 'codes' }>, lag: number): number {
  const counts = new Float64Array(levels);
  let same = 0;
  order.forEach((row, i) => {
    counts[codes[row]]++;
    if (i >= lag && codes[row] === codes[order[i - lag]]) same++;
  });
  const chance = counts.reduce((sum, count) => sum + (count / order.length) * (count / order.length), 0);
  return chance < 1 ? (same / (order.length - lag) - chance) / (1 - chance) : 0;
}

function moved(order: readonly number[], values: Float64Array, lag: number): number {
  const mean = order.reduce((sum, row) => sum + values[row], 0) / order.length;
  let product = 0;
  let squares = 0;
  order.forEach((row, i) => {
    const from = values[row] - mean;
    squares += from * from;
    if (i >= lag) product += from * (values[order[i - lag]] - mean);
  });
  return squares > 0 ? product / squares : 0;
}
