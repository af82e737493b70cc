// From files to a described table: picks the reader, reads, names what was noticed, and proposes roles.
import { TablabError } from '../errors/error';
import { describeTable, tableBytes } from './describe';
import { proposeRoles } from './propose';
import { listOf, note } from './readers/notes';
import { type Format, type ReadContext, type TypeOverrides } from './readers/reader';
import { retypeTable } from './retype';
import type { ByteSource } from './source';
import type { ColumnInfo, ImportNote, Roles, Table } from './types';

export interface Described {
  readonly table: Table;
  readonly sha256: string;
  readonly columns: readonly ColumnInfo[];
  readonly bytes: number;
  readonly notes: readonly ImportNote[];
  readonly roles: Roles;
}

export interface ImportChoices {
  readonly format?: Format;
  readonly types?: TypeOverrides;
}

/** Reads files that make one data set. Throws coded errors; nothing is kept then. */
export async function importSources(
  sources: readonly ByteSource[],
  choices: ImportChoices,
  context: ReadContext,
): Promise<Described> {
  // Loaded with the first file: bundled and generated data need no reader.
  const { readSources } = await import('./readers/registry');
  const { table, notes } = await readSources(sources, choices.format, context);
  if (table.rows === 0 || table.columns.length === 0) throw new TablabError('table-empty', { name: sources[0].name });
  return describe(choices.types ? retypeTable(table, choices.types) : table, notes, context);
}

/** Hashes and describes a table. */
export async function describe(table: Table, notes: readonly ImportNote[], context?: ReadContext): Promise<Described> {
  context?.progress('checking', 0, 0);
  await context?.pause();
  const { sha256, columns } = await describeTable(table);
  const empty = columns.filter((column) => column.distinct === 0).map(({ name }) => name);
  const all = [...notes];
  if (empty.length > 0) all.push(note('all-missing', { names: listOf(empty) }, empty.length));
  return {
    table,
    sha256,
    columns,
    bytes: tableBytes(table),
    notes: merged(all),
    roles: proposeRoles(columns, table.rows),
  };
}

/** Notes that differ only in their example: one example is enough. */
const oneExample = new Set(['thousands']);

/** Equal notes become one, their counts added. */
function merged(notes: readonly ImportNote[]): ImportNote[] {
  const byMessage = new Map<string, ImportNote>();
  for (const one of notes) {
    const key = oneExample.has(one.code) ? one.code : `${one.code} ${one.message}`;
    const other = byMessage.get(key);
    if (!other) byMessage.set(key, one);
    else if (other.count !== undefined) byMessage.set(key, { ...other, count: other.count + (one.count ?? 1) });
  }
  return [...byMessage.values()];
}
