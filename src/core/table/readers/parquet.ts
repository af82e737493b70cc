// Apache Parquet, one row group at a time, so that only the columns stay in memory.
import { TablabError } from '../../errors/error';
import { memorySource, readAll, tooLarge, type ByteSource } from '../source';
import { ValueColumn } from '../values/valueColumn';
import { baseName, type ReadContext, type Reader, type ReadResult } from './reader';
import { finishColumns } from './values';

const limit = 1.5e9;
/** Bytes that the columns may take once unpacked. */
const unpackedLimit = 3e9;

async function readParquet([given]: readonly ByteSource[], context: ReadContext): Promise<ReadResult> {
  const name = baseName(given.name);
  const source = given.slice && given.size !== null ? given : memorySource(given.name, await readAll(given, limit));
  const slice = source.slice!;
  const byteLength = source.size ?? 0;
  const file = {
    byteLength,
    slice: async (start: number, end = byteLength) => {
      const bytes = await slice(start < 0 ? byteLength + start : start, end);
      return bytes.slice().buffer as ArrayBuffer;
    },
  };
  const [{ parquetMetadataAsync, parquetRead }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  try {
    const metadata = await parquetMetadataAsync(file);
    const total = Number(metadata.num_rows);
    const names = topLevelNames(metadata.schema);
    if (total * names.length * 8 > unpackedLimit) throw tooLarge(name, total * names.length * 8, unpackedLimit);
    const columns = new Map(names.map((column) => [column, new ValueColumn()]));
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      context.progress('reading', rowStart, total);
      await context.pause();
      await parquetRead({
        file,
        metadata,
        compressors,
        rowStart,
        rowEnd,
        onChunk: ({ columnName, columnData }) => {
          const column = columns.get(columnName);
          if (column) for (let i = 0; i < columnData.length; i++) column.push(columnData[i]);
        },
      });
      rowStart = rowEnd;
    }
    const cells = [...columns].map(([column, values]) => ({ name: column, cells: values }));
    return finishColumns(cells, total);
  } catch (error) {
    if (error instanceof TablabError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new TablabError('file-unreadable', { name, format: 'Parquet', reason }, { cause: error });
  }
}

interface SchemaElement {
  readonly name: string;
  readonly num_children?: number;
}

/** The schema is a flattened tree, depth first; the first element is its root. */
function topLevelNames(schema: readonly SchemaElement[]): string[] {
  const names: string[] = [];
  const sizeOf = (at: number): number => {
    let next = at + 1;
    for (let child = 0; child < (schema[at].num_children ?? 0); child++) next += sizeOf(next);
    return next - at;
  };
  let at = 1;
  while (at < schema.length) {
    names.push(schema[at].name);
    at += sizeOf(at);
  }
  return names;
}

export const parquetReader: Reader = {
  format: 'parquet',
  label: 'Parquet',
  matches: ({ name, bytes }) =>
    (bytes[0] === 0x50 && bytes[1] === 0x41 && bytes[2] === 0x52 && bytes[3] === 0x31) ||
    /\.(?:parquet|pq)$/.test(name),
  limit,
  read: readParquet,
};
