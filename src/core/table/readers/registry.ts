// All readers, in the order in which they look at a file: those that know their first bytes come before those that
// go by the name, and CSV takes whatever is text.
import { TablabError } from '../../errors/error';
import { readHead, tooLarge, type ByteSource } from '../source';
import { arrowReader } from './arrow';
import { csvReader } from './csv';
import { gunzipped, isGzip } from './gzip';
import { idxReader } from './idx';
import { imagesReader, isImageName } from './images';
import { jsonReader } from './json';
import { parquetReader } from './parquet';
import { baseName, type Format, type ReadContext, type Reader, type ReadResult } from './reader';
import { zipReader } from './zip';

export const readers: readonly Reader[] = [
  parquetReader,
  arrowReader,
  zipReader((sources, context) => readSources(sources, undefined, context)),
  idxReader,
  imagesReader,
  jsonReader,
  csvReader,
];

const headBytes = 1 << 16;

/** Reads files that make one data set. Throws coded errors. */
export async function readSources(
  given: readonly ByteSource[],
  format: Format | undefined,
  context: ReadContext,
): Promise<ReadResult> {
  if (given.length === 0) throw new TablabError('archive-empty', { name: 'The folder' });
  const { reader, sources } = await chooseReader(given, format);
  for (const { name, size } of sources) {
    if (size !== null && size > reader.limit) throw tooLarge(baseName(name), size, reader.limit);
  }
  return reader.read(sources, context);
}

async function chooseReader(given: readonly ByteSource[], format: Format | undefined) {
  const visible = given.filter(({ name }) => !baseName(name).startsWith('.'));
  const images = visible.filter(({ name }) => isImageName(name));
  if (images.length > 1 || (images.length === 1 && visible.length > 1))
    return { reader: imagesReader, sources: visible };
  const sources = await Promise.all((visible.length > 0 ? visible : given).map(opened));
  const found = await Promise.all(sources.map((source) => readerOf(source, format)));
  const [reader] = found;
  if (sources.length === 1) return { reader, sources };
  if (sources.length === 2 && found.every((other) => other === idxReader)) return { reader, sources };
  const reason = 'each is a table of its own';
  throw new TablabError('files-mixed', { count: sources.length, reason });
}

/** The file itself, or what is inside when it is gzipped. Throws `file-empty`. */
async function opened(source: ByteSource): Promise<ByteSource> {
  if (source.size === 0) throw new TablabError('file-empty', { name: baseName(source.name) });
  return isGzip(await readHead(source, 2)) ? gunzipped(source) : source;
}

async function readerOf(source: ByteSource, format: Format | undefined): Promise<Reader> {
  const head = { name: baseName(source.name).toLowerCase(), bytes: await readHead(source, headBytes) };
  return readers.find((reader) => (format ? reader.format === format : reader.matches(head))) ?? csvReader;
}
