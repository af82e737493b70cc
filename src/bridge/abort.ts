// Cancelling a call: ask the worker to stop, and end it if it has not within two seconds.
import { TablabError } from '$core/errors/error';

export const graceMs = 2000;

export interface Cancel {
  /** Asks the worker to stop what it does. */
  cooperative(): Promise<unknown>;
  /** Ends the worker. */
  hard(): void;
}

/** Runs a call that a signal can stop; it then rejects with `aborted`, at the latest after the grace period. */
export async function abortable<T>(
  call: () => Promise<T>,
  signal: AbortSignal | undefined,
  cancel: Cancel,
): Promise<T> {
  if (signal?.aborted) throw new TablabError('aborted');
  if (!signal) return call();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onAbort = () => {
    timer = setTimeout(() => cancel.hard(), graceMs);
    // When the worker cannot even take the request, the timer above ends it.
    cancel.cooperative().catch(() => cancel.hard());
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const result = await call();
    // Work that was done before it heard of the stop: whoever stopped it does not wait for an answer.
    if (signal.aborted) throw new TablabError('aborted');
    return result;
  } catch (error) {
    throw signal.aborted ? new TablabError('aborted', {}, { cause: error }) : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
