// Writing Arrow files for tests.
import { dictionary, int64, tableFromArrays, tableToIPC, utf8 } from '@uwdata/flechette';

export function arrowFile(...table: Parameters<typeof tableFromArrays>): Uint8Array {
  const bytes = tableToIPC(tableFromArrays(...table), { format: 'file' });
  if (!bytes) throw new Error('nothing was written');
  return bytes;
}
export const columnType = { dictionary: dictionary(utf8()), int64: int64() };
