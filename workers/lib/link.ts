// The maker's side of a worker: spawns it on the first call, keeps its own table of pending calls, rejects them with
// a coded error when the worker dies (Comlink would leave them pending forever, GoogleChromeLabs/comlink#601), and
// spawns anew on the next call. Used by the page's bridge and by the study worker for its trainers.
import * as Comlink from 'comlink';
import { isPlainError, reviveError, TablabError } from '$core/errors/error';

/** Every exposed worker answers `alive` first: whether it holds its life lock. */
export interface Handshake {
  alive(): Promise<boolean>;
}
export const lifeLockName = (worker: string): string => `tablab:alive:${worker}`;

type Calls<Api> = { [K in keyof Api]: Api[K] extends (...args: never[]) => Promise<unknown> ? Api[K] : never };
type Args<Api, K extends keyof Api> = Parameters<Calls<Api>[K]>;
type Result<Api, K extends keyof Api> = Awaited<ReturnType<Calls<Api>[K]>>;

export interface LinkOptions {
  /** For messages: "study", "trainer 2". */
  readonly label: string;
  /** Makes the worker; the given unique name must become its `name`. */
  spawn(name: string): WorkerLike;
}
export type WorkerLike = Pick<Worker, 'postMessage' | 'addEventListener' | 'removeEventListener' | 'terminate'>;

interface Live {
  readonly worker: WorkerLike;
  readonly proxy: Record<string, (...args: unknown[]) => Promise<unknown>>;
  readonly pending: Set<(error: TablabError) => void>;
  readonly stopWatching: AbortController;
  ready: boolean;
}

export class Link<Api extends object> {
  private live: Live | undefined;
  private readonly deathListeners = new Set<(error: TablabError) => void>();

  constructor(private readonly options: LinkOptions) {}

  /** Calls a method. Functions among the arguments become callbacks. */
  call<K extends keyof Api & string>(method: K, args: Args<Api, K>): Promise<Result<Api, K>> {
    const live = (this.live ??= this.spawn());
    const sent = (args as unknown[]).map((arg) => (typeof arg === 'function' ? Comlink.proxy(arg as object) : arg));
    return new Promise<Result<Api, K>>((resolve, reject) => {
      live.pending.add(reject);
      const settled = (finish: () => void) => {
        live.pending.delete(reject);
        finish();
      };
      live.proxy[method](...sent).then(
        (value) => settled(() => resolve(value as Result<Api, K>)),
        (error: unknown) => settled(() => reject(revive(error))),
      );
    });
  }

  get pendingCalls(): number {
    return this.live?.pending.size ?? 0;
  }

  /** Calls `listener` whenever the worker dies by itself (not through `terminate`); returns how to stop. */
  onDeath(listener: (error: TablabError) => void): () => void {
    this.deathListeners.add(listener);
    return () => this.deathListeners.delete(listener);
  }

  /** Ends the worker at once; pending calls are rejected with `error`. The next call spawns a new one. */
  terminate(error: TablabError = new TablabError('aborted')): void {
    const live = this.live;
    if (!live) return;
    this.live = undefined;
    live.stopWatching.abort();
    live.worker.terminate();
    for (const reject of live.pending) reject(error);
    live.pending.clear();
  }

  private spawn(): Live {
    const { label } = this.options;
    const name = `${label}-${crypto.randomUUID()}`;
    const worker = this.options.spawn(name);
    const live: Live = {
      worker,
      proxy: Comlink.wrap(worker as Comlink.Endpoint) as unknown as Live['proxy'],
      pending: new Set(),
      stopWatching: new AbortController(),
      ready: false,
    };
    const died = (reason: string) => {
      if (this.live !== live) return;
      const error = live.ready
        ? new TablabError('worker-died', { worker: label, reason })
        : new TablabError('worker-failed', { worker: label, reason });
      this.terminate(error);
      for (const listener of this.deathListeners) listener(error);
    };
    const { signal } = live.stopWatching;
    worker.addEventListener('error', (event) => died(reasonOf(event)), { signal });
    worker.addEventListener('messageerror', () => died('a message could not be read'), { signal });
    void this.watch(live, name, died);
    return live;
  }

  /** Waits for the worker's life lock, which it gives up only by dying. */
  private async watch(live: Live, name: string, died: (reason: string) => void): Promise<void> {
    const holdsLock = await live.proxy.alive();
    live.ready = true;
    if (!holdsLock) return;
    try {
      await navigator.locks.request(lifeLockName(name), { signal: live.stopWatching.signal }, () =>
        died('it was ended'),
      );
    } catch (error) {
      // The wait is called off when this side ends the worker.
      if (!live.stopWatching.signal.aborted) throw error;
    }
  }
}

const revive = (error: unknown) => (isPlainError(error) ? reviveError(error) : error);

/** What an `error` event says; a module that failed to load says nothing. */
function reasonOf(event: Event): string {
  const { message } = event as Partial<ErrorEvent>;
  return message || 'its code could not be loaded';
}
