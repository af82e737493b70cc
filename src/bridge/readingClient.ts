// The page's view of the reading worker. Its calls take tens of milliseconds and depend on nothing: the worker may be
// ended at any time.
import { Link, type WorkerLike } from '$workers/lib/link';
import type { ReadingApi } from '$workers/reading.api';

const spawnReading = (name: string): WorkerLike =>
  new Worker(new URL('../../workers/reading.worker.ts', import.meta.url), { type: 'module', name });

export function createReadingClient(spawn = spawnReading): ReadingApi {
  const link = new Link<ReadingApi>({ label: 'reading', spawn });
  return {
    picture: (question) => link.call('picture', [question]),
    studies: (bytes, fileName) => link.call('studies', [bytes, fileName]),
  };
}
