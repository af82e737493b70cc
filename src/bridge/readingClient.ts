// The page's view of the reading worker. Its sums take tens of milliseconds and depend on nothing: the worker may be ended
// at any time. A file has a worker of its own, which holds what was read until the file is closed.
import type { FoundStudy } from '$core/run/importStudy/study';
import type { RunInfo } from '$core/run/types';
import type { Space } from '$core/space/space';
import { Link, type WorkerLike } from '$workers/lib/link';
import type { ReadingApi } from '$workers/reading.api';

export type { KeepWishes } from '$workers/lib/keepImported';
type KeepWishes = Parameters<ReadingApi['keep']>[1];

/** A file with studies of another program, open in a worker. */
export interface StudyFile {
  /** Reads it. Rejects with `import-study`, `import-study-size`, or `aborted` when it is closed meanwhile. */
  read(bytes: Uint8Array, space: Space, on: (share: number) => void): Promise<readonly FoundStudy[]>;
  /** Stores one of its studies as a finished run, or, closed before the end, nothing. Rejects as `read`, or with what the storage says. */
  keep(which: number, wishes: KeepWishes): Promise<RunInfo>;
  /** Forgets it and ends what it is doing. */
  close(): void;
}
export interface ReadingClient {
  picture: ReadingApi['picture'];
  file(name: string): StudyFile;
}

const spawnReading = (name: string): WorkerLike =>
  new Worker(new URL('../../workers/reading.worker.ts', import.meta.url), { type: 'module', name });

export function createReadingClient(spawn = spawnReading): ReadingClient {
  const link = new Link<ReadingApi>({ label: 'reading', spawn });
  return {
    picture: (question) => link.call('picture', [question]),
    file: (name) => {
      const own = new Link<ReadingApi>({ label: 'reading-file', spawn });
      return {
        read: (bytes, space, on) => own.call('studies', [bytes, name, space, on]),
        keep: (which, wishes) => own.call('keep', [which, wishes]),
        close: () => own.terminate(),
      };
    },
  };
}
