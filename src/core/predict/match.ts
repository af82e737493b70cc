// New rows brought to the columns that a model was trained with, by name; and what is different about them. Every
// difference is a coded finding at its column, with the rows it concerns and what the model makes of it. Refused is only
// what leaves nothing to predict from.
import { TablabError } from '../errors/error';
import { tokenizer, unknownCode } from '../pipeline/text/tokens';
import { textVectorizer } from '../pipeline/text/vectorize';
import type { FittedPipeline } from '../pipeline/fitted';
import { asCategories, asNumbers } from '../pipeline/values';
import { dateText } from '../table/values/dates';
import type { Column, Table } from '../table/types';
import { conform } from './conform';
import { fittedOf, missingEffect, rangeEffect, readsOf, unseenEffect } from './effects';
import { finding, quoted, short, type Finding } from './finding';
import { conformImages } from './images';
import type { ColumnProfile } from './profile';
import { emptyColumn } from './slice';

/** What new rows are held against. */
export interface Trained {
  readonly pipeline: Pick<FittedPipeline, 'columns' | 'derive' | 'target'>;
  readonly columns: readonly ColumnProfile[];
}

/** By column of the model: the new table's column that stands in its place; null: none. */
export type Chosen = Readonly<Record<string, string | null>>;

export interface Matched {
  /** The model's columns, in the order of the training data. */
  readonly table: Table;
  readonly sources: ReadonlyMap<string, string | null>;
  /** The new table's column with the target; null: it has none. */
  readonly target: Column | null;
  /** Names of the new table that nothing is made of. */
  readonly extra: readonly string[];
  readonly findings: readonly Finding[];
}

/** Throws `predict-no-columns` or `predict-no-image`. */
export function matchColumns(table: Table, { pipeline, columns }: Trained, chosen: Chosen = {}): Matched {
  const sources = sourcesOf(table, columns, chosen, pipeline.target);
  if (columns.every(({ name }) => sources.get(name) === null)) throw nothingMatches(table, columns);
  const derived = (pipeline.derive?.length ?? 0) > 0;
  const findings: Finding[] = [];
  const byName = new Map(table.columns.map((column) => [column.name, column]));
  const made = columns.map((want) => {
    const source = byName.get(sources.get(want.name) ?? '');
    if (want.kind === 'image') return imagesFor(want, source, table.rows, findings);
    const fitted = fittedOf(pipeline, want.name);
    const effect = missingEffect(fitted, derived);
    if (!source || source.data.kind === 'image') {
      findings.push(finding('predict-column-missing', 'warning', want.name, table.rows, { effect }));
      return emptyColumn(want, table.rows);
    }
    if (source.name !== want.name)
      findings.push(finding('predict-column-taken', 'note', want.name, table.rows, { from: quoted(source.name) }));
    const { column, unread, example } = conform(source, want);
    if (unread > 0) {
      const details = { expected: expectedWords[want.stored] ?? 'numbers', example: quoted(example!), effect };
      findings.push(finding('predict-type', 'warning', want.name, unread, details));
    }
    findings.push(...valueFindings(column, want, { pipeline, derived, unread }));
    return column;
  });
  const taken = new Set(sources.values());
  const target = targetOf(table, taken, pipeline.target, columns);
  const extra = table.columns.map(({ name }) => name).filter((name) => !taken.has(name) && name !== target?.name);
  if (extra.length > 0) {
    const listed = extra.slice(0, 6).map(quoted).join(', ') + (extra.length > 6 ? ` and ${extra.length - 6} more` : '');
    findings.push(finding('predict-columns-extra', 'note', '', table.rows, { columns: listed }));
  }
  return { table: { rows: table.rows, columns: made }, sources, target, extra, findings };
}

/** By its name; of images by folders the names of the folders, whatever the target was called. */
function targetOf(table: Table, taken: ReadonlySet<string | null>, target: string, columns: readonly ColumnProfile[]) {
  const free = table.columns.filter(({ name }) => !taken.has(name));
  const named = free.find(({ name }) => name === target);
  const folders = columns.length === 1 && columns[0].kind === 'image' && free.find(({ name }) => name === 'label');
  return named ?? (folders || null);
}

const expectedWords: Readonly<Record<string, string>> = { date: 'dates', boolean: 'yes or no' };

/** Same letters and digits: `Bill Length`, `bill_length`. */
const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** By the person's choice, else the same name, else the only one that differs in case, blanks and signs alone. */
function sourcesOf(table: Table, columns: readonly ColumnProfile[], chosen: Chosen, target: string) {
  const names = new Set(table.columns.map(({ name }) => name));
  const sources = new Map<string, string | null>();
  const given = (name: string) => (Object.hasOwn(chosen, name) ? chosen[name] : undefined);
  const taken = new Set<string>();
  for (const { name } of columns) {
    const own = given(name);
    const source =
      own !== undefined ? (own !== null && names.has(own) ? own : null) : names.has(name) ? name : undefined;
    if (source === undefined) continue;
    sources.set(name, source);
    if (source !== null) taken.add(source);
  }
  const wanted = new Map<string, number>();
  for (const { name } of columns) wanted.set(plain(name), (wanted.get(plain(name)) ?? 0) + 1);
  for (const { name, kind } of columns) {
    if (sources.has(name)) continue;
    const free = table.columns.filter((one) => !taken.has(one.name) && one.name !== target);
    const alike =
      kind === 'image'
        ? free.filter(({ data }) => data.kind === 'image')
        : free.filter((one) => plain(one.name) !== '' && plain(one.name) === plain(name));
    const found = alike.length === 1 && (kind === 'image' || wanted.get(plain(name)) === 1) ? alike[0].name : null;
    sources.set(name, found);
    if (found !== null) taken.add(found);
  }
  return sources;
}

function nothingMatches(table: Table, columns: readonly ColumnProfile[]) {
  if (columns.some(({ kind }) => kind === 'image')) return new TablabError('predict-no-image');
  const list = (names: readonly string[]) =>
    names
      .slice(0, 5)
      .map((name) => `"${quoted(name)}"`)
      .join(', ') + (names.length > 5 ? ', ...' : '');
  return new TablabError('predict-no-columns', {
    found: list(table.columns.map(({ name }) => name)),
    wanted: list(columns.map(({ name }) => name)),
  });
}

function imagesFor(want: ColumnProfile, source: Column | undefined, rows: number, findings: Finding[]): Column {
  if (source?.data.kind !== 'image') throw new TablabError('predict-no-image');
  const { data } = source;
  const shape = want.shape!;
  const [height, width, channels] = data.shape;
  if (height !== shape[0] || width !== shape[1]) {
    const details = { expected: `${shape[1]} x ${shape[0]}` };
    findings.push(finding('predict-image-size', 'warning', want.name, rows, details));
  }
  // Grey images in three channels are what the training images would have been.
  if (channels !== shape[2] && !(channels === 1 && shape[2] === 3)) {
    const named = (n: number) => (n === 1 ? 'grey' : n === 3 ? 'coloured' : `of ${n} channels`);
    const details = { found: named(channels), expected: `${named(shape[2])} ones` };
    findings.push(finding('predict-image-colour', 'warning', want.name, rows, details));
  }
  return { name: want.name, type: 'image', data: conformImages(data, shape) };
}

interface Around {
  readonly pipeline: Trained['pipeline'];
  readonly derived: boolean;
  /** Values that could not be read: they are missing by now, and told of. */
  readonly unread: number;
}

/** Of a column under the model's type: missing where training had none, unseen, out of range. */
function valueFindings(column: Column, want: ColumnProfile, { pipeline, derived, unread }: Around): Finding[] {
  const found: Finding[] = [];
  const fitted = fittedOf(pipeline, want.name);
  const reads = readsOf(pipeline, want.name);
  const missing = countMissing(column) - unread;
  if (missing > 0 && want.missing === 0)
    found.push(finding('predict-missing', 'warning', want.name, missing, { effect: missingEffect(fitted, derived) }));
  const asWords = reads === 'categories' || (reads === 'steps' && want.categories !== null && want.type !== 'text');
  if (asWords && want.categories) {
    const { rows, example } = rowsOutside(column, (word) => want.categories!.has(word));
    // A hash has a place for every category.
    const level = fitted?.kind === 'hashed' ? 'note' : 'warning';
    const details = { example: quoted(example), effect: unseenEffect(fitted, derived) };
    if (rows > 0) found.push(finding('predict-unseen', level, want.name, rows, details));
  } else if (fitted?.kind === 'text' && fitted.code.terms) {
    const vector = textVectorizer(fitted.code);
    const { rows } = rowsOutside(column, (text) => vector(text).at.length > 0);
    if (rows > 0) found.push(finding('predict-words', 'warning', want.name, rows, { effect: 'a text without terms' }));
  } else if (fitted?.kind === 'tokens') {
    const codes = tokenizer(fitted.code);
    const { rows } = rowsOutside(column, (text) => codes(text).some((code) => code !== unknownCode));
    const effect = 'the code for unknown words in the place of each, and padding';
    if (rows > 0) found.push(finding('predict-words', 'warning', want.name, rows, { effect }));
  } else if (want.range && (reads === 'numbers' || reads === 'steps')) {
    const { low, high } = want.range;
    const values = asNumbers(column)!;
    let rows = 0;
    let worst = NaN;
    let reach = 0;
    for (const value of values) {
      const beyond = value < low ? low - value : value > high ? value - high : 0;
      if (beyond > 0) rows++;
      if (beyond > reach) [reach, worst] = [beyond, value];
    }
    if (rows === 0) return found;
    const say = (value: number) => (want.stored === 'date' || want.type === 'date' ? dateText(value) : short(value));
    const details = { low: say(low), high: say(high), example: say(worst), effect: rangeEffect(fitted, derived) };
    found.push(finding('predict-range', 'warning', want.name, rows, details));
  }
  return found;
}

function countMissing({ data }: Column): number {
  let count = 0;
  if (data.kind === 'number') for (const value of data.values) count += Number(value !== value);
  if (data.kind === 'dict') for (const code of data.codes) count += Number(code < 0);
  return count;
}

/** Rows with a word that is not `known`, and the first such word. */
function rowsOutside(column: Column, known: (word: string) => boolean): { rows: number; example: string } {
  const { codes, dictionary } = asCategories(column)!;
  const used = new Set(codes);
  const strange = dictionary.map((word, code) => used.has(code) && !known(word));
  let rows = 0;
  let example = '';
  for (const code of codes) {
    if (code < 0 || !strange[code]) continue;
    if (rows++ === 0) example = dictionary[code];
  }
  return { rows, example };
}
