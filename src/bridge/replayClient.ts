// The page's view of the replay worker: its methods, the long one with an AbortSignal. It holds nothing that must last, so one
// that does not stop within two seconds is ended.
import type { TablabError } from '$core/errors/error';
import { Link, type WorkerLike } from '$workers/lib/link';
import type { ReplayApi } from '$workers/replay.api';
import { abortable } from './abort';

export type { Contender, ReplayedSearch, TableDescription, TableText } from '$workers/replay.api';

export interface ReplayClient extends Pick<ReplayApi, 'look' | 'describe'> {
  /** Rejects with `aborted`. */
  replay(...args: [...Parameters<ReplayApi['replay']>, signal: AbortSignal]): Promise<void>;
}

const spawnReplay = (name: string): WorkerLike =>
  new Worker(new URL('../../workers/replay.worker.ts', import.meta.url), { type: 'module', name });

export function createReplayClient(spawn = spawnReplay): ReplayClient {
  const link = new Link<ReplayApi>({ label: 'replay', spawn });
  const cancel = { cooperative: () => link.call('stop', []), hard: (error: TablabError) => link.terminate(error) };
  return {
    look: (table) => abortable(() => link.call('look', [table]), undefined, cancel),
    describe: (table, choices) => abortable(() => link.call('describe', [table, choices]), undefined, cancel),
    replay: (table, choices, options, on, found, signal) =>
      abortable(() => link.call('replay', [table, choices, options, on, found]), signal, cancel),
  };
}
