// The page's view of the reduce worker: its methods with an AbortSignal. It holds nothing that must last, so one that does
// not stop within two seconds is ended.
import type { TablabError } from '$core/errors/error';
import { Link, type WorkerLike } from '$workers/lib/link';
import type { ReduceApi } from '$workers/reduce.api';
import { abortable } from './abort';

export type { Asked } from '$workers/reduce.api';

type Long<Method extends (...args: never[]) => unknown> = (
  ...args: [...Parameters<Method>, signal: AbortSignal]
) => ReturnType<Method>;

/** The methods of ReduceApi; they reject with `aborted`. */
export interface ReduceClient {
  rank: Long<ReduceApi['rank']>;
  reduce: Long<ReduceApi['reduce']>;
  embed: Long<ReduceApi['embed']>;
  autoencoder: Long<ReduceApi['autoencoder']>;
  curse: Long<ReduceApi['curse']>;
}

const spawnReduce = (name: string): WorkerLike =>
  new Worker(new URL('../../workers/reduce.worker.ts', import.meta.url), { type: 'module', name });

export function createReduceClient(spawn = spawnReduce): ReduceClient {
  const link = new Link<ReduceApi>({ label: 'reduce', spawn });
  const cancel = { cooperative: () => link.call('stop', []), hard: (error: TablabError) => link.terminate(error) };
  return {
    rank: (what, step, on, signal) => abortable(() => link.call('rank', [what, step, on]), signal, cancel),
    reduce: (what, step, on, signal) => abortable(() => link.call('reduce', [what, step, on]), signal, cancel),
    embed: (what, options, on, draw, signal) =>
      abortable(() => link.call('embed', [what, options, on, draw]), signal, cancel),
    autoencoder: (what, options, on, draw, signal) =>
      abortable(() => link.call('autoencoder', [what, options, on, draw]), signal, cancel),
    curse: (what, on, signal) => abortable(() => link.call('curse', [what, on]), signal, cancel),
  };
}
