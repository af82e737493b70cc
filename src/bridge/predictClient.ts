// The page's view of the predicting worker: all of PredictApi, with AbortSignals where work is long. The worker holds
// the new rows, so whoever has a client ends it when the page is left.
import { TablabError } from '$core/errors/error';
import { Link, type WorkerLike } from '$workers/lib/link';
import type { PredictApi, Stoppable } from '$workers/predict.api';
import { abortable } from './abort';

export type { JudgedRows, ModelCard, ModelRequest, NewTable, OneRow, PredictedTable } from '$workers/predict.api';

type Long<Method extends (...args: never[]) => unknown> = (
  ...args: [...Parameters<Method>, signal?: AbortSignal]
) => ReturnType<Method>;

type LongMethods = 'readFiles' | 'readText' | 'predict' | 'arrange' | 'csv';

/** Long methods take an AbortSignal as last argument and then reject with `aborted`. */
export type PredictClient = Omit<PredictApi, LongMethods | 'stop'> & {
  [M in LongMethods]: Long<PredictApi[M]>;
} & {
  /** Calls the listener when the worker died or was ended: its model and rows are gone. */
  onDeath(listener: () => void): () => void;
  /** Ends the worker at once; pending calls reject with `aborted`. */
  terminate(): void;
};

const spawnPredict = (name: string): WorkerLike =>
  new Worker(new URL('../../workers/predict.worker.ts', import.meta.url), { type: 'module', name });

export function createPredictClient(spawn = spawnPredict): PredictClient {
  const link = new Link<PredictApi>({ label: 'predict', spawn });
  const lost = new Set<() => void>();
  link.onDeath(() => lost.forEach((listener) => listener()));
  const cancel = (what: Stoppable) => ({
    cooperative: () => link.call('stop', [what]),
    hard: () => {
      link.terminate();
      lost.forEach((listener) => listener());
    },
  });
  return {
    open: (request) => link.call('open', [request]),
    readFiles: (files, paths, on, signal) =>
      abortable(() => link.call('readFiles', [files, paths, on]), signal, cancel('read')),
    readText: (text, on, signal) => abortable(() => link.call('readText', [text, on]), signal, cancel('read')),
    predict: (chosen, on, signal) => abortable(() => link.call('predict', [chosen, on]), signal, cancel('predict')),
    one: (values) => link.call('one', [values]),
    rowsAt: (rows, columns) => link.call('rowsAt', [rows, columns]),
    arrange: (what, on, signal) => abortable(() => link.call('arrange', [what, on]), signal, cancel('arrange')),
    image: (row) => link.call('image', [row]),
    csv: (on, signal) => abortable(() => link.call('csv', [on]), signal, cancel('csv')),
    onDeath: (listener) => {
      lost.add(listener);
      return () => lost.delete(listener);
    },
    terminate: () => link.terminate(new TablabError('aborted')),
  };
}
