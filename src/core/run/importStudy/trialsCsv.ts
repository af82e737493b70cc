// Trials as a table: what `study.trials_dataframe().to_csv()` of Optuna writes, or any CSV with `params_*` columns and a
// `value` (several objectives: `values_0`, `values_1`, ...), perhaps `number`, `state` and `duration`, also with a head of two
// rows (`multi_index=True`); and what this lab saves itself. A table says nothing of the ranges: they are those of the values in it.
import Papa from 'papaparse';
import type { Scalar } from '../../fields/field';
import type { Domain } from '../../space/space';
import { isCost } from '../objectives';
import { spaceOf } from './conditions';
import { limitKey, Limits, limitsIn } from './limits';
import { importLimits, limitNotes, momentOf, Paths, refuse, type ImportedStudy, type ImportedTrial } from './study';

const states: Readonly<Record<string, ImportedTrial['state'] | null>> = {
  complete: 'done',
  completed: 'done',
  done: 'done',
  pruned: 'pruned',
  fail: 'failed',
  failed: 'failed',
  cancelled: 'failed',
  running: null,
  waiting: null,
};

/** Above this ratio of its ends a range of positive numbers is taken for a logarithmic one. */
const logRatio = 100;

/** A column of at most so many numbers, each so many times on average, holds choices. */
const mostFew = 10;
const leastRepeats = 5;

/** Throws `import-study`. */
export function readTrialsCsv(file: string, name: string): ImportedStudy {
  const { data, errors } = Papa.parse<string[]>(file, { skipEmptyLines: 'greedy' });
  const quotes = errors.find(({ type }) => type === 'Quotes');
  if (quotes) throw refuse(`row ${(quotes.row ?? 0) + 1} has a quote that never closes`);
  const { header, rows } = headed(data);
  if (!header || rows.length === 0) throw refuse('it has no row with a trial');
  /** As a person counts them. */
  const first = data.length - rows.length + 1;
  if (rows.length > importLimits.trials) throw refuse(`it has more than ${importLimits.trials} trials`);
  const names = header.map((one) => one.trim());
  const at = (wanted: string) => names.indexOf(wanted);
  // As this lab saves trials: the settings stand between the value and the first metric, under their own names.
  const own = names[0] === 'trial' && at('value') > 0 && at('best epoch') > at('value');
  const isSetting = (one: string) => !/^(validation |violation \d+$|best epoch$)/.test(one) && !isCost(one);
  const after = names.slice(at('value') + 1);
  const paramColumns = own
    ? after
        .slice(
          0,
          after.findIndex((one) => !isSetting(one)),
        )
        .map((_, i) => at('value') + 1 + i)
    : names.flatMap((one, i) => (one.startsWith('params_') && one.length > 7 ? [i] : []));
  const valueColumns =
    at('value') >= 0
      ? [at('value')]
      : names.flatMap((one, i) => (/^values_/.test(one) ? [i] : [])).slice(0, importLimits.values + 1);
  if (own && rows.every((row) => (row[at('value')] ?? '').trim() === ''))
    throw refuse('its trials have no single value, as those of several objectives');
  if (paramColumns.length === 0) throw refuse('it has no column whose name starts with "params_"');
  if (valueColumns.length === 0) throw refuse('it has no column "value" or "values_0"');
  if (valueColumns.length > importLimits.values) throw refuse(`it has more than ${importLimits.values} objectives`);

  const paths = new Paths();
  const columns = paramColumns.map((i) => ({
    i,
    path: paths.of(own ? names[i] : names[i].slice(7)),
    read: readerOf(rows, i, names[i]),
  }));
  const [numberAt, stateAt, durationAt] = [at(own ? 'trial' : 'number'), at('state'), at(own ? 'seconds' : 'duration')];
  const startAt = at('datetime_start');
  const limitColumns = names.flatMap((one, i) => {
    const key = own ? (/^violation \d+$/.test(one) ? `${limitKey}:${one}` : '') : one.replace(/^system_attrs_/, '');
    return key === limitKey || key.startsWith(`${limitKey}:`) ? [{ i, key }] : [];
  });
  const limits = new Limits();
  const trials: ImportedTrial[] = [];
  let open = 0;
  for (const [k, row] of rows.entries()) {
    const word =
      stateAt < 0
        ? 'complete'
        : (row[stateAt] ?? '')
            .trim()
            .toLowerCase()
            .replace(/^trialstate\./, '');
    const state = Object.hasOwn(states, word) ? states[word] : undefined;
    if (state === undefined) throw refuse(`row ${k + first} has the state "${word.slice(0, 40)}", which is unknown`);
    if (state === null) {
      open++;
      continue;
    }
    const values = valueColumns.map((i) => numberOf(row[i]));
    const whole = state === 'done' && values.every((value) => !Number.isNaN(value));
    const params: Record<string, Scalar> = {};
    for (const { i, path, read } of columns) {
      const cell = (row[i] ?? '').trim();
      if (cell !== '') params[path] = read.value(cell);
    }
    const far = new Map<string, number>();
    for (const { i, key } of limitColumns)
      limitsIn({ [key]: limitCell(row[i] ?? '') }, (limit, by) => limits.set(far, limit, by));
    const violations = limits.of(far);
    const number = numberAt < 0 ? k : Number(row[numberAt]);
    if (!Number.isInteger(number) || number < 0) throw refuse(`row ${k + first} has no whole number in "number"`);
    trials.push({
      number,
      state: state === 'done' && !whole ? 'failed' : state,
      params,
      values: whole ? values : null,
      ...(violations ? { violations } : {}),
      curve: [],
      seconds: durationAt < 0 ? 0 : secondsOf(row[durationAt] ?? ''),
      startedAt: startAt < 0 ? null : momentOf(row[startAt]),
    });
  }
  if (trials.length === 0) throw refuse('none of its trials has ended');
  if (new Set(trials.map(({ number }) => number)).size < trials.length)
    throw refuse('two of its trials have one number');
  const notes = ['A table holds no ranges: those shown are of the values in it.'];
  const short = rows.filter((row) => row.length < header.length).length;
  if (short > 0)
    notes.push(
      `${short} ${short === 1 ? 'row has' : 'rows have'} fewer cells than the head: what is missing is empty.`,
    );
  if (open > 0)
    notes.push(`${open} ${open === 1 ? 'trial' : 'trials'} had not ended and ${open === 1 ? 'is' : 'are'} left out.`);
  notes.push(...paths.notes(), ...limitNotes(trials));
  return {
    source: 'CSV file',
    name,
    directions: null,
    objectives: valueColumns.length,
    space: spaceOf(new Map(columns.map(({ path, read }) => [path, read.domain])), trials),
    trials: trials.sort((a, b) => a.number - b.number),
    notes,
  };
}

/** Head and body. A head of two rows names a group above, and below what is in it: `params` over `units` is `params_units`. */
function headed([top, ...rest]: readonly string[][]): { header: string[] | undefined; rows: string[][] } {
  const below = rest[0] ?? [];
  const grouped = (cell: string, i: number) =>
    /^(?:params|values|(?:user|system)_attrs)$/.test(cell.trim()) && (below[i] ?? '').trim() !== '';
  if (!top?.some((cell) => cell.trim() === 'params') || !top.some(grouped)) return { header: top, rows: rest };
  const header = top.map((cell, i) => (grouped(cell, i) ? `${cell.trim()}_${below[i].trim()}` : cell));
  return { header, rows: rest.slice(1) };
}

/** What a column holds: switches, whole or other numbers, or words. */
function readerOf(rows: readonly string[][], i: number, name: string): { domain: Domain; value(cell: string): Scalar } {
  const cells = new Set<string>();
  for (const row of rows) {
    const cell = (row[i] ?? '').trim();
    if (cell !== '') cells.add(cell);
  }
  const words = [...cells];
  if (words.length > 0 && words.every((cell) => /^(true|false)$/i.test(cell)))
    return { domain: { kind: 'bool' }, value: (cell) => /^true$/i.test(cell) };
  const numbers = words.map(numberOf);
  if (words.length > 0 && numbers.every(Number.isFinite)) {
    const low = numbers.reduce((a, b) => Math.min(a, b));
    const high = numbers.reduce((a, b) => Math.max(a, b));
    if (low === high) return { domain: { kind: 'fixed', value: low }, value: () => low };
    const few = fewDomain(numbers, rows.length);
    if (few) return { domain: few, value: numberOf };
    const log = low > 0 && high / low >= logRatio ? { log: true } : {};
    const kind = numbers.every(Number.isInteger) ? 'int' : 'float';
    return { domain: { kind, low, high, ...log }, value: numberOf };
  }
  if (words.length > importLimits.choices)
    throw refuse(`${name.slice(0, 60)} has more than ${importLimits.choices} choices`);
  const text = (cell: string) => cell.slice(0, importLimits.text);
  const values = words.length > 0 ? [...new Set(words.map(text))] : ['missing'];
  return {
    domain: values.length === 1 ? { kind: 'fixed', value: values[0] } : { kind: 'choice', values },
    value: text,
  };
}

/**
 * Of a column of no more than ten numbers, each of which comes again and again: whole numbers that are evenly spaced are a range
 * with that step, others a choice in their order. Null: it is taken for a plain range.
 */
function fewDomain(numbers: readonly number[], rows: number): Domain | null {
  const values = [...new Set(numbers)].sort((a, b) => a - b);
  if (values.length > mostFew || rows < leastRepeats * values.length) return null;
  const step = values[1] - values[0];
  const even = values.every((value, i) => Number.isInteger(value) && (i === 0 || value - values[i - 1] === step));
  if (!even || (values.length === 2 && step > 1)) return { kind: 'ordinal', values };
  return { kind: 'int', low: values[0], high: values[values.length - 1], ...(step > 1 ? { step } : {}) };
}

/** A list as Python prints it, or one number; undefined where there is neither. */
function limitCell(cell: string): number | number[] | undefined {
  const plain = cell.trim();
  const list = /^[[(](.*?),?\s*[\])]$/.exec(plain);
  if (list) return list[1].split(',', importLimits.limits + 1).map(numberOf);
  const far = numberOf(plain);
  return plain === '' || (Number.isNaN(far) && !/^nan$/i.test(plain)) ? undefined : far;
}

/** As Python prints them; NaN where it is no number. */
function numberOf(cell: string | undefined): number {
  const plain = (cell ?? '').trim();
  if (/^[-+]?inf(inity)?$/i.test(plain)) return plain.startsWith('-') ? -Infinity : Infinity;
  return plain === '' || !/^[-+]?[\d.]/.test(plain) ? NaN : Number(plain);
}

/** `0 days 00:00:01.234567` as pandas writes it, or plain seconds. */
function secondsOf(cell: string): number {
  const found = /^(\d+) days (\d+):(\d+):(\d+(?:\.\d+)?)/.exec(cell.trim());
  if (!found) return Math.max(0, numberOf(cell) || 0);
  const [, days, hours, minutes, seconds] = found.map(Number);
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}
