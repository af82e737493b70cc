// A zip holds one table, a pair of IDX files, or images by class; what it holds is read by the reader for that.
import { TablabError } from '../../errors/error';
import { memorySource, readAll, readHead, type ByteSource } from '../source';
import { openArchive, type Seekable } from './archive';
import { gunzipped, isGzip } from './gzip';
import { isIdx } from './idx';
import { isImageName } from './images';
import { listOf, note } from './notes';
import { baseName, type ReadContext, type Reader, type ReadResult } from './reader';

const limit = 1.5e9;
const tableName = /\.(?:csv|tsv|tab|txt|dat|data|json|jsonl|ndjson|arrow|feather|parquet|pq)(?:\.gz)?$/i;

/** Finds readers for what is inside; handed in, because the registry knows this reader and not the other way round. */
export type ReadInner = (sources: readonly ByteSource[], context: ReadContext) => Promise<ReadResult>;

async function readZip(given: ByteSource, context: ReadContext, readInner: ReadInner): Promise<ReadResult> {
  const entries = await openArchive(await seekable(given));
  const chosen = await chooseEntries(given.name, entries);
  const result = await readInner(chosen, context);
  const left = entries.filter((entry) => !chosen.includes(entry));
  if (left.length === 0) return result;
  const skipped = note('files-skipped', { names: listOf(left.map(({ name }) => name)) }, left.length);
  return { table: result.table, notes: [...result.notes, skipped] };
}

async function seekable(given: ByteSource): Promise<Seekable> {
  const { slice, size } = given;
  if (slice && size !== null) return { ...given, slice, size };
  const bytes = await readAll(given, limit);
  return { ...memorySource(given.name, bytes), size: bytes.length };
}

async function chooseEntries(name: string, entries: readonly ByteSource[]): Promise<readonly ByteSource[]> {
  if (entries.some((entry) => entry.name === '[Content_Types].xml')) {
    const looksLike = entries.some((entry) => entry.name.startsWith('xl/'))
      ? 'an Excel workbook'
      : 'an Office document';
    throw new TablabError('file-binary', { name: baseName(name), looksLike });
  }
  const images = entries.filter((entry) => isImageName(entry.name));
  if (images.length > 0 && images.length >= entries.length / 2) return images;
  const idx: ByteSource[] = [];
  for (const entry of entries.slice(0, 20)) {
    const head = await readHead(entry, 2);
    if (isIdx(await readHead(isGzip(head) ? gunzipped(entry) : entry, 4))) idx.push(entry);
  }
  if (idx.length > 0 && idx.length <= 2) return idx;
  const tables = entries.filter((entry) => tableName.test(entry.name) && !/readme|licen[cs]e/i.test(entry.name));
  const named = tables.filter((entry) => !/\.txt$/i.test(entry.name));
  const candidates = named.length > 0 ? named : tables;
  if (candidates.length === 1) return candidates;
  if (candidates.length > 1) {
    const reason = `the archive holds the tables ${listOf(candidates.map((entry) => entry.name))}`;
    throw new TablabError('files-mixed', { count: candidates.length, reason });
  }
  if (images.length > 0) return images;
  throw new TablabError('archive-empty', { name });
}

export const zipReader = (readInner: ReadInner): Reader => ({
  format: 'zip',
  label: 'Zip',
  matches: ({ bytes, name }) =>
    (bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5)) || name.endsWith('.zip'),
  limit,
  read: ([source], context) => readZip(source, context, readInner),
});
