// Cancelling a call: ask the worker to stop, and end it if it has not within two seconds.
import { TablabError } from '$core/errors/error';

export const graceMs = 2000;

/** What the other calls of a worker come to when one of them had to be ended with it. */
export class EndedForAnother extends TablabError {
  constructor() {
    super('aborted');
  }
}

export interface Cancel {
  /** Asks the worker to stop what it does. */
  cooperative(): Promise<unknown>;
  /** Ends the worker; its other calls reject with the error, where they are to be made again in a new worker. */
  hard(error: EndedForAnother): void;
}

async function unlessEndedForAnother<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof EndedForAnother)) throw error;
  }
  return unlessEndedForAnother(call);
}

/**
 * Runs a call that a signal can stop; it then rejects with `aborted`, at the latest after the grace period. A call that
 * goes down with one that would not stop is made again, with a signal or without.
 */
export async function abortable<T>(
  call: () => Promise<T>,
  signal: AbortSignal | undefined,
  cancel: Cancel,
): Promise<T> {
  if (signal?.aborted) throw new TablabError('aborted');
  if (!signal) return unlessEndedForAnother(call);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  // Once: the request to stop goes down with the worker too, and a new one may be at work by then.
  const end = () => {
    if (over) return;
    over = true;
    cancel.hard(new EndedForAnother());
  };
  const onAbort = () => {
    timer = setTimeout(end, graceMs);
    // When the worker cannot even take the request, the timer above ends it.
    cancel.cooperative().catch(end);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const result = await call();
    // Work that was done before it heard of the stop: whoever stopped it does not wait for an answer.
    if (signal.aborted) throw new TablabError('aborted');
    return result;
  } catch (error) {
    if (signal.aborted) throw new TablabError('aborted', {}, { cause: error });
    if (!(error instanceof EndedForAnother)) throw error;
  } finally {
    over = true;
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
  return abortable(call, signal, cancel);
}
