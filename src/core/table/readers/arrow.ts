// Apache Arrow IPC: the file format (also known as Feather 2) and the stream format.
import { TablabError } from '../../errors/error';
import { readAll, type ByteSource } from '../source';
import { ValueColumn } from '../values/valueColumn';
import { baseName, type ReadContext, type Reader, type ReadResult } from './reader';
import { finishColumns } from './values';

const limit = 800e6;
const stride = 1 << 17;

/** Type ids of the Arrow format (Schema.fbs). */
const dateTypes = new Set([8, 10]);

async function readArrow([source]: readonly ByteSource[], context: ReadContext): Promise<ReadResult> {
  const name = baseName(source.name);
  const bytes = await readAll(source, limit);
  context.progress('reading', bytes.length, bytes.length);
  const { tableFromIPC } = await import('@uwdata/flechette');
  try {
    const table = tableFromIPC(bytes, { useBigInt: true });
    const columns = [];
    for (let c = 0; c < table.numCols; c++) {
      const column = table.getChildAt(c);
      const cells = new ValueColumn(dateTypes.has(column.type.typeId) ? 'date' : 'number');
      let row = 0;
      for (const value of column) {
        cells.push(value);
        if (++row % stride === 0) {
          context.progress('converting', c * table.numRows + row, table.numCols * table.numRows);
          await context.pause();
        }
      }
      columns.push({ name: table.names[c] ?? '', cells });
    }
    return finishColumns(columns, table.numRows);
  } catch (error) {
    if (error instanceof TablabError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new TablabError('file-unreadable', { name, format: 'Arrow', reason }, { cause: error });
  }
}

const starts = (bytes: Uint8Array, text: string) => [...text].every((char, i) => bytes[i] === char.charCodeAt(0));

export const arrowReader: Reader = {
  format: 'arrow',
  label: 'Arrow',
  matches: ({ name, bytes }) =>
    starts(bytes, 'ARROW1') ||
    (/\.(?:arrow|arrows|feather|ipc)$/.test(name) && bytes[0] === 0xff && bytes[1] === 0xff) ||
    /\.(?:arrow|arrows|feather)$/.test(name),
  limit,
  read: readArrow,
};
