// A File as a source of bytes: read slice by slice, so that a file larger than memory is no problem.
import type { ByteSource } from '$core/table/source';
import { TablabError } from '$core/errors/error';

const sliceSize = 1 << 21;

/** The file under its path inside a chosen folder, where there is one. */
export function fileSource(file: File, path = file.webkitRelativePath): ByteSource {
  const name = path || file.name;
  const slice = async (start: number, end: number) => {
    try {
      return new Uint8Array(await file.slice(start, end).arrayBuffer());
    } catch (error) {
      // The file was moved, changed or its drive taken away since it was chosen.
      const reason = error instanceof Error ? error.message : String(error);
      throw new TablabError('file-unreadable', { name, format: 'a file', reason }, { cause: error });
    }
  };
  return {
    name,
    size: file.size,
    slice,
    async *chunks() {
      // The next slice is fetched while the last one is worked on.
      let next = slice(0, sliceSize);
      for (let at = 0; at < file.size; at += sliceSize) {
        const chunk = await next;
        next = at + sliceSize < file.size ? slice(at + sliceSize, at + 2 * sliceSize) : next;
        yield chunk;
      }
    },
  };
}
