// Waiting that can be given up, for work that itself goes on.
import { TablabError } from '$core/errors/error';

/** What the promise comes to; rejects with `aborted` as soon as the signal says so. */
export function unlessAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new TablabError('aborted'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
