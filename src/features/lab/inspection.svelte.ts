// One kind of question to a worker (the look of the data set, its checks, rows in another order) as it goes on. The last
// result stays on screen while a newer one is computed.
import { plainError, type PlainError } from '$core/errors/error';
import type { Progress } from '$core/run/types';
import type { Inspected, TableClient } from '$bridge/tableClient';

type Call<T, W, C> = (client: C, what: W, on: (progress: Progress) => void, signal: AbortSignal) => Promise<T>;

/** A question `W` that names data by their `sha256` loses the result of others at once. */
export class Inspection<T, W extends object = Inspected, C = TableClient> {
  #result = $state.raw<T | null>(null);
  #progress = $state.raw<Progress | null>(null);
  #error = $state.raw<PlainError | null>(null);
  #running = $state(false);
  #stopped = $state(false);
  #key = '';
  #sha256: unknown;
  #stopper: AbortController | undefined;

  constructor(
    private readonly call: Call<T, W, C>,
    private readonly client: () => Promise<C>,
  ) {}

  get result(): T | null {
    return this.#result;
  }
  get progress(): Progress | null {
    return this.#progress;
  }
  get error(): PlainError | null {
    return this.#error;
  }
  get running(): boolean {
    return this.#running;
  }
  /** Stopped by the person before there was a result. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Computes unless the same is known or on its way. `again`: even then. */
  start(what: W, again = false): void {
    const key = JSON.stringify(what);
    if (key === this.#key && !again) return;
    this.#stopper?.abort();
    const stopper = new AbortController();
    this.#stopper = stopper;
    this.#key = key;
    const sha256 = 'sha256' in what ? what.sha256 : undefined;
    if (sha256 !== this.#sha256) this.#result = null;
    this.#sha256 = sha256;
    this.#error = null;
    this.#progress = null;
    this.#stopped = false;
    this.#running = true;
    void this.#run(what, stopper);
  }

  /** Stops what goes on. */
  stop(): void {
    if (!this.#running) return;
    this.#stopper?.abort();
    this.#running = false;
    this.#stopped = true;
  }

  async #run(what: W, stopper: AbortController): Promise<void> {
    const current = () => this.#stopper === stopper && !stopper.signal.aborted;
    try {
      const client = await this.client();
      const on = (progress: Progress) => {
        if (current()) this.#progress = progress;
      };
      const result = await this.call(client, what, on, stopper.signal);
      if (current()) this.#result = result;
    } catch (error) {
      if (!current()) return;
      const plain = plainError(error);
      // Another inspection was stopped, and this one with it: it can be started again.
      if (plain.code === 'aborted') this.#stopped = true;
      else this.#error = plain;
    } finally {
      if (current()) this.#running = false;
    }
  }
}
