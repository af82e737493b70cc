// CSV, TSV and their relatives, whatever separator, encoding and number style the file itself shows. Read
// in one pass, chunk by chunk, straight into columns; a second pass only when the file breaks what its beginning
// promised (numbers that turn into words, an encoding, a quote that never closes).
import { TablabError } from '../../errors/error';
import { compactDict } from '../builders';
import { inferNumbers, inferStrings, isDigitCode, thousandsNote, type NumberHints } from '../infer';
import { readHead, type ByteSource } from '../source';
import type { Column, ImportNote, Table } from '../types';
import { isMissing, isNone } from '../values/missing';
import { parseStyled, plainStyle, StyleEvidence } from '../values/numbers';
import { NumberCells, TextCells, type Cells } from './csv/cells';
import { sniff, type Dialect } from './csv/dialect';
import { binaryKind, detectEncoding, isWebPage, NotUtf8, textOf, type Encoding } from './csv/text';
import { isBlank, QuoteNeverClosed, Tokenizer, type Rows } from './csv/tokens';
import { uniqueNames } from './names';
import { listOf, note } from './notes';
import { baseName, type ReadContext, type Reader, type ReadResult } from './reader';

const sampleBytes = 1 << 18;
const mostColumns = 20_000;

interface Plan {
  readonly encoding: Encoding;
  readonly quotes: boolean;
  readonly dialect: Dialect;
  readonly hints: NumberHints;
  /** Columns that must be read as strings, by number. */
  readonly asText: ReadonlySet<number>;
  /** Columns whose words are kept as they are, by name. */
  readonly words: ReadonlySet<string>;
}

async function readCsv([source]: readonly ByteSource[], context: ReadContext): Promise<ReadResult> {
  const head = await readHead(source, sampleBytes);
  const name = baseName(source.name);
  if (head.length === 0) throw new TablabError('file-empty', { name });
  let encoding = detectEncoding(head);
  const binary = binaryKind(head, encoding);
  if (isWebPage(head)) throw new TablabError('file-web-page', { name });
  if (binary) throw new TablabError('file-binary', { name, looksLike: binary });
  let quotes = true;
  const asText = new Set<number>();
  // Each restart settles one of the three for good, so this ends.
  for (;;) {
    try {
      const plan = { ...makePlan(head, source, encoding, quotes, asText), words: context.words ?? new Set<string>() };
      const grown = await grow(source, plan, context);
      const conflicts = grown.cells.flatMap((c, i) => (c instanceof NumberCells && !c.holds ? [i] : []));
      if (conflicts.length === 0) return finish(name, plan, grown);
      for (const i of conflicts) asText.add(i);
    } catch (error) {
      if (error instanceof NotUtf8) encoding = 'windows-1252';
      else if (error instanceof QuoteNeverClosed && quotes) quotes = false;
      else throw error;
    }
  }
}

/** Of percent or money, which say nothing of how the number before them is written. */
const sign = /(?<=\d)\s?(?:[%$\u20ac\u00a3\u00a5]|[A-Z]{3})$/;

function makePlan(
  head: Uint8Array,
  source: ByteSource,
  encoding: Encoding,
  quotes: boolean,
  asText: ReadonlySet<number>,
): Omit<Plan, 'words'> {
  const cut = source.size === null ? head.length >= sampleBytes : head.length < source.size;
  const text = new TextDecoder(encoding).decode(head, { stream: true }).replace(/\r\n?/g, '\n');
  const dialect = sniff(text, cut, quotes);
  if (dialect.width > mostColumns) {
    throw new TablabError('too-many-columns', { name: source.name, count: dialect.width, limit: mostColumns });
  }
  const evidence = new StyleEvidence();
  for (const row of dialect.sample) for (const cell of row) evidence.see(cell.trim().replace(sign, ''));
  const commaSeparates = dialect.delimiter === ',';
  // Without proof in the sample a column finds its style from its own values at the end.
  const style = evidence.style(commaSeparates) ?? plainStyle;
  return { encoding, quotes, dialect, hints: { style, commaSeparates }, asText };
}

interface Grown {
  readonly cells: readonly (NumberCells | TextCells)[];
  readonly ragged: number;
}

async function grow(source: ByteSource, plan: Plan, context: ReadContext): Promise<Grown> {
  const { dialect } = plan;
  const tokenizer = new Tokenizer(dialect);
  const cells = Array.from({ length: dialect.width }, (_, c) => startColumn(plan, c));
  let skip = dialect.skip;
  let ragged = 0;
  const take = (rows: Rows) => {
    for (const row of rows) {
      if (row.length === 1 && isBlank(row)) continue;
      if (skip > 0) skip--;
      else if (pushRow(cells, row)) ragged++;
    }
  };
  const total = source.size ?? 0;
  for await (const text of textOf(source, plan.encoding, async (bytes) => {
    context.progress('reading', bytes, total);
    await context.pause();
  })) {
    take(tokenizer.push(text));
  }
  take(tokenizer.finish());
  return { cells, ragged };
}

/** Pushes one row; whether its length was wrong. */
function pushRow(cells: readonly Cells[], row: readonly string[]): boolean {
  const width = cells.length;
  if (row.length === width) {
    for (let c = 0; c < width; c++) cells[c].push(row[c]);
    return false;
  }
  for (let c = 0; c < width; c++) cells[c].push(c < row.length ? row[c] : '');
  // A separator at the end of a line is a habit, not an extra cell.
  return !(row.length === width + 1 && row[width].trim() === '');
}

/** Numbers when nearly all of the sample are; a column without values in the sample is ready for anything as strings. */
function startColumn({ dialect, hints, asText, words }: Plan, c: number): NumberCells | TextCells {
  if (asText.has(c) || words.has((dialect.header?.[c] ?? '').trim())) return new TextCells();
  const cells: string[] = [];
  let numbers = 0;
  for (const row of dialect.sample) {
    const cell = (row[c] ?? '').trim();
    if (isMissing(cell) || isNone(cell)) continue;
    cells.push(cell);
    if (!Number.isNaN(parseStyled(cell, hints.style))) numbers++;
  }
  if (cells.length === 0 || numbers < 0.9 * cells.length || isDigitCode(cells)) return new TextCells();
  const separated = cells.filter((cell) => /[,' ]|\..*\./.test(cell) && !Number.isNaN(parseStyled(cell, hints.style)));
  return new NumberCells(hints.style, separated[0]);
}

function finish(name: string, plan: Plan, { cells, ragged }: Grown): ReadResult {
  const { dialect } = plan;
  const rows = cells[0].length;
  if (rows === 0) throw new TablabError('table-empty', { name });
  const notes: ImportNote[] = layoutNotes(plan);
  const named = columnNames(dialect, cells.length);
  notes.push(...named.notes);
  if (ragged > 0) notes.push(note('ragged', {}, ragged));
  const columns: Column[] = [];
  let notFinite = 0;
  let usedComma = false;
  cells.forEach((grown, c) => {
    const column = named.names[c];
    if (grown.isEmpty && dialect.header && (dialect.header[c] ?? '').trim() === '' && columns.length > 0) return;
    if (grown instanceof NumberCells) {
      notFinite += grown.notFinite;
      if (grown.strayCount > 0) {
        notes.push(note('not-numbers', { column, examples: listOf([...grown.strays.keys()], 3) }, grown.strayCount));
      }
      usedComma ||= grown.style.decimal === ',' && grown.example !== undefined;
      notes.push(...thousandsNote(grown.style, grown.example));
      columns.push(inferNumbers(column, grown.finish()).column);
    } else if (plan.words.has(column)) {
      columns.push({ name: column, type: 'categorical', data: grown.finish() });
    } else {
      const inferred = inferStrings(column, grown.finish(), plan.hints);
      notes.push(...inferred.notes.filter((n) => n.code !== 'decimal-comma'));
      if (inferred.notes.some((n) => n.code === 'decimal-comma')) usedComma = true;
      columns.push(inferred.column);
    }
  });
  if (dialect.classNames) columns[columns.length - 1] = namedClasses(columns[columns.length - 1], dialect.classNames);
  if (usedComma) notes.push(note('decimal-comma'));
  if (notFinite > 0) notes.push(note('not-finite', {}, notFinite));
  return { table: { rows, columns } satisfies Table, notes };
}

function layoutNotes({ dialect, encoding, quotes }: Plan): ImportNote[] {
  const notes: ImportNote[] = [];
  if (encoding !== 'utf-8')
    notes.push(note('encoding', { encoding: encoding === 'windows-1252' ? 'Latin-1' : 'UTF-16' }));
  if (!quotes) notes.push(note('quotes-ignored'));
  if (dialect.preamble.length > 0) {
    const lines = dialect.preamble.map((row) => row.join(dialect.delimiter));
    notes.push(note('preamble', { lines: listOf(lines, 2) }, dialect.preamble.length));
  }
  if (dialect.classNames) notes.push(note('class-names', { names: listOf(dialect.classNames) }));
  if (dialect.header === null) notes.push(note('no-header'));
  if (dialect.double) notes.push(note('double-header'));
  if (dialect.rowNames) notes.push(note('row-names'));
  return notes;
}

/** Class indices under the names that the first line gave them. */
function namedClasses({ data }: Column, classNames: readonly string[]): Column {
  const codes = data.kind === 'number' ? Array.from(data.values, (value) => (value !== value ? -1 : value)) : [];
  return { name: 'target', type: 'categorical', data: compactDict(codes, classNames) };
}

function columnNames(dialect: Dialect, width: number): { names: string[]; notes: ImportNote[] } {
  if (!dialect.header) return { names: Array.from({ length: width }, (_, c) => `column_${c + 1}`), notes: [] };
  return uniqueNames(Array.from({ length: width }, (_, c) => dialect.header?.[c] ?? ''));
}

export const csvReader: Reader = {
  format: 'csv',
  label: 'CSV',
  matches: ({ name }) => /\.(?:csv|tsv|tab|txt|dat|data)$/.test(name),
  limit: 1.5e9,
  read: readCsv,
};
