// The worker side of a call: offers an API over Comlink, turns whatever it throws into a plain coded error (Comlink
// alone would lose code and details), hands callbacks over in order, and shows that this worker is alive.
import * as Comlink from 'comlink';
import { plainError } from '$core/errors/error';
import { lifeLockName, type Handshake } from './link';

type Callback = (...args: unknown[]) => unknown;
type Method = (...args: unknown[]) => Promise<unknown>;

/** Offers the functions of a plain object to whoever made this worker. Call it once, last. */
export function exposeApi(api: object): void {
  const alive = holdLifeLock();
  const target: Record<string, Method> = { alive: () => alive } satisfies Handshake;
  for (const [name, member] of Object.entries(api)) {
    if (typeof member === 'function') target[name] = wrapMethod((member as Method).bind(api));
  }
  Comlink.expose(target);
}

/** A method whose errors are plain and whose callbacks are called in order, all before it answers. */
export function wrapMethod(method: Method): Method {
  return async (...args) => {
    const callbacks = args.filter((arg): arg is Callback => typeof arg === 'function').map(wrapCallback);
    let next = 0;
    try {
      return await method(...args.map((arg) => (typeof arg === 'function' ? callbacks[next++].call : arg)));
    } catch (error) {
      throw plainError(error);
    } finally {
      // The answer travels on another port than the callbacks: without waiting it could overtake them.
      await Promise.all(callbacks.map((callback) => callback.close()));
    }
  };
}

/** A callback that may be called without waiting, or be waited for, and that frees its port when the method is over. */
function wrapCallback(remote: Callback): { call: Callback; close: () => Promise<void> } {
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;
  return {
    call: (...args) => {
      if (!closed) last = Promise.resolve(remote(...args)).catch((error: unknown) => console.warn(error));
      return last;
    },
    close: async () => {
      closed = true;
      await last;
      (remote as Partial<Comlink.ProxyMethods>)[Comlink.releaseProxy]?.();
    },
  };
}

/**
 * Holds a lock named after this worker for as long as it lives. Whoever made the worker waits for the same lock, and
 * gets it the moment the worker is gone: no other sign of a killed worker exists in a browser.
 */
function holdLifeLock(): Promise<boolean> {
  const { name, navigator } = self as unknown as { name: string; navigator: { locks?: LockManager } };
  const { locks } = navigator;
  if (!name || !locks) return Promise.resolve(false);
  return new Promise((resolve, reject) => {
    locks
      .request(lifeLockName(name), () => {
        resolve(true);
        return new Promise(() => {});
      })
      .catch(reject);
  });
}
