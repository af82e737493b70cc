// Giving a run up while it is got ready: data are prepared in one piece, in which a worker hears nothing, and nobody waits for
// that. A worker that does nothing else is ended; one that has other runs is asked, and its answer is left alone.
import { TablabError } from '$core/errors/error';
import type { RunInfo, RunUpdate } from '$core/run/types';

type OnUpdates = (updates: RunUpdate[]) => void;

export interface Preparing<T = RunInfo> {
  /** Starts the run. Its first update carries the run. */
  call(on: OnUpdates): Promise<T>;
  /** The worker does nothing else. */
  alone(): boolean;
  /** Ends the worker. */
  end(): void;
  /** Has the worker give it up when it comes to it. */
  ask(): Promise<void>;
  /** Ends a run that began all the same. Missing: it was there before, and a worker that is asked in vain just goes on with it. */
  cancel?(runId: string): Promise<void>;
}

/**
 * The call; once `signal` is aborted and no run has been heard of, it rejects with `aborted`: at once where the worker is ended or
 * what it begins can be cancelled, else when the worker says so.
 */
export function givenUp<T>(signal: AbortSignal | undefined, on: OnUpdates, run: Preparing<T>): Promise<T> {
  if (!signal) return run.call(on);
  if (signal.aborted) return Promise.reject(new TablabError('aborted'));
  // Whoever gave it up hears nothing of it; a worker that is gone is no failure.
  const quietly = (asked: Promise<void>) => void asked.catch(() => undefined);
  return new Promise((resolve, reject) => {
    let there = false;
    const stop = () => {
      if (there) return;
      const alone = run.alone();
      if (alone || run.cancel) reject(new TablabError('aborted'));
      if (alone) run.end();
      else quietly(run.ask());
    };
    signal.addEventListener('abort', stop, { once: true });
    const heard: OnUpdates = (updates) => {
      const begun = updates.find((update) => update.type === 'run');
      if (!there && signal.aborted && run.cancel) {
        if (begun) quietly(run.cancel(begun.run.id));
        return;
      }
      there ||= begun !== undefined;
      on(updates);
    };
    run
      .call(heard)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop));
  });
}
