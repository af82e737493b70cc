// A column of settings as a parameter: its domain from the values that occur, and the parameter on which it depends where it
// is empty exactly for some of that one's values.
import { TablabError } from '../errors/error';
import type { Scalar } from '../fields/field';
import { log } from '../math/elementary';
import type { Domain, Param } from '../space/space';
import { kindOf, valueIn, type Kind, type Cell } from './cells';

export interface Setting {
  readonly name: string;
  readonly kind: Kind;
  /** By row; undefined where the cell is empty. */
  readonly values: readonly (Scalar | undefined)[];
  readonly domain: Domain;
}

/** Values that a domain can list. */
const mostListed = 1000;
/** Different numbers from which a setting is a range, where rows stand for what is near them. */
const fewest = 12;
/** Values of a parent that are compared. */
const mostParent = 50;
/** What an empty cell is called where nothing explains it. */
const nothing = '(empty)';

export interface SettingChoices {
  /** Numbers that are only names. */
  readonly categories: ReadonlySet<string>;
  /** Numbers are ranges, not lists. */
  readonly ranges: boolean;
}

/** Throws `replay-many`. */
export function settingOf(name: string, cells: readonly Cell[], { categories, ranges }: SettingChoices): Setting {
  const kind = categories.has(name) ? 'word' : kindOf(cells);
  const values = cells.map((cell) => valueIn(cell, kind));
  const known = [...new Set(values.filter((value) => value !== undefined))];
  return { name, kind, values, domain: domainOf(name, kind, known, ranges) };
}

function domainOf(name: string, kind: Kind, known: Scalar[], ranges: boolean): Domain {
  if (known.length === 1) return { kind: 'fixed', value: known[0] };
  if (kind === 'switch') return { kind: 'bool' };
  if (kind === 'number') {
    const numbers = (known as number[]).sort((a, b) => a - b);
    if (ranges && numbers.length >= fewest) return rangeOf(numbers);
    const grid = gridOf(numbers);
    if (grid) return grid;
    if (numbers.length <= mostListed) return { kind: 'ordinal', values: numbers };
  }
  if (known.length > mostListed)
    throw new TablabError('replay-many', { column: name, count: known.length, limit: mostListed });
  return { kind: 'choice', values: (known as string[]).sort((a, b) => (a < b ? -1 : 1)) };
}

/** Whole numbers in equal steps, all of which occur; null for others. Sorted. */
function gridOf(numbers: readonly number[]): Domain | null {
  if (numbers.length < 3 || !numbers.every(Number.isSafeInteger)) return null;
  const [low, next] = numbers;
  const step = next - low;
  if (numbers.some((value, i) => value !== low + i * step)) return null;
  return { kind: 'int', low, high: numbers[numbers.length - 1], ...(step === 1 ? {} : { step }) };
}

/** From the least to the largest; logarithmic where that is where most of the numbers lie evenly. */
function rangeOf(numbers: readonly number[]): Domain {
  const [low, high] = [numbers[0], numbers[numbers.length - 1]];
  const median = numbers[numbers.length >> 1];
  const off = (place: (x: number) => number) =>
    Math.abs((place(median) - place(low)) / (place(high) - place(low)) - 0.5);
  const scale = low > 0 && high >= 10 * low && off(log) < off((x) => x) ? { log: true } : {};
  return { kind: numbers.every(Number.isSafeInteger) ? 'int' : 'float', low, high, ...scale };
}

/** Parameters, parents first, without those that never vary. Settings with empty cells get a parent, or a value for them. */
export function parametersOf(settings: readonly Setting[]): { params: Param[]; settings: Setting[] } {
  const varied = settings.filter(({ domain }) => domain.kind !== 'fixed');
  const whole = varied.filter(({ values }) => values.every((value) => value !== undefined));
  const placed: { param: Param; setting: Setting }[] = whole.map((setting) => ({
    param: { path: setting.name, domain: setting.domain },
    setting,
  }));
  // What is there for some values of another one only; its own children come after it.
  const left = settings.filter((one) => !whole.includes(one) && one.values.some((value) => value === undefined));
  for (const setting of [...left].sort((a, b) => emptyCells(a) - emptyCells(b))) {
    const when = placed.map(({ setting: parent }) => parentOf(setting, parent)).find(Boolean);
    // One value only, and a parent that says whether it is there: nothing to choose.
    if (when && setting.domain.kind === 'fixed') continue;
    if (when) placed.push({ param: { path: setting.name, domain: setting.domain, when }, setting });
    else {
      const filled = withNothing(setting);
      placed.push({ param: { path: setting.name, domain: filled.domain }, setting: filled });
    }
  }
  return { params: placed.map(({ param }) => param), settings: placed.map(({ setting }) => setting) };
}

const emptyCells = ({ values }: Setting) => values.reduce<number>((n, value) => n + (value === undefined ? 1 : 0), 0);

/** The values of `parent` with which `child` exists, where they decide it and nothing else does. */
function parentOf(child: Setting, parent: Setting): { path: string; in: Scalar[] } | null {
  const present = new Set<Scalar>();
  const absent = new Set<Scalar>();
  for (const [row, value] of child.values.entries()) {
    const other = parent.values[row];
    if (other === undefined) {
      if (value !== undefined) return null;
      continue;
    }
    (value === undefined ? absent : present).add(other);
    if (present.size + absent.size > mostParent) return null;
  }
  if (present.size === 0 || absent.size === 0) return null;
  return [...present].some((value) => absent.has(value)) ? null : { path: parent.name, in: [...present] };
}

function withNothing(setting: Setting): Setting {
  const values = setting.values.map((value) => (value === undefined ? nothing : String(value)));
  return { ...setting, kind: 'word', values, domain: { kind: 'choice', values: [...new Set(values)].sort() } };
}

const short = (value: number) => (Number.isInteger(value) ? value : Number(value.toPrecision(4)));

/** A domain in words. */
export function domainText(domain: Domain): string {
  switch (domain.kind) {
    case 'int':
    case 'float': {
      const kind = domain.kind === 'int' ? 'whole numbers' : 'numbers';
      const step = domain.step === undefined ? '' : ` in steps of ${domain.step}`;
      return `${kind} ${short(domain.low)} to ${short(domain.high)}${step}${domain.log ? ', logarithmic' : ''}`;
    }
    case 'choice':
      return `one of ${listText(domain.values)}`;
    case 'ordinal':
      return `in order ${listText(domain.values)}`;
    case 'bool':
      return 'on or off';
    case 'fixed':
      return `always ${domain.value}`;
  }
}

const shown = 8;
const listText = (values: readonly Scalar[]) =>
  values.length <= shown
    ? values.join(', ')
    : `${values.slice(0, 3).join(', ')} ... ${values[values.length - 1]} (${values.length} values)`;
