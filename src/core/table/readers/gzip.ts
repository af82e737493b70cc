// A gzipped file as the source of what is inside it, decompressed while it is read.
import { TablabError } from '../../errors/error';
import type { ByteSource } from '../source';

export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b;

/** Decompressed bytes beyond which a file is refused while it streams. */
const limit = 4e9;

export function gunzipped(source: ByteSource): ByteSource {
  const name = source.name.replace(/\.gz$/i, '');
  return {
    name,
    size: null,
    async *chunks() {
      const { Gunzip } = await import('fflate');
      const ready: Uint8Array[] = [];
      let total = 0;
      let ended = false;
      const gunzip = new Gunzip((chunk, final) => {
        if (chunk.length > 0) ready.push(chunk);
        ended = final;
      });
      const push = (bytes: Uint8Array, final: boolean) => {
        try {
          gunzip.push(bytes, final);
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          throw new TablabError('file-unreadable', { name: source.name, format: 'gzip', reason }, { cause: error });
        }
      };
      for await (const chunk of source.chunks()) {
        push(chunk, false);
        for (const out of ready.splice(0)) {
          total += out.length;
          if (total > limit) {
            const reason = 'it unpacks to more than 4 GB';
            throw new TablabError('archive-too-large', { name: source.name, reason });
          }
          yield out;
        }
      }
      push(new Uint8Array(0), true);
      yield* ready.splice(0);
      if (!ended) {
        const reason = 'the compressed data ends too early';
        throw new TablabError('file-unreadable', { name: source.name, format: 'gzip', reason });
      }
    },
  };
}
