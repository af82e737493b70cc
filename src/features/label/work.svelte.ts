// One long question to the table worker as it goes on. The last answer stays until a newer one comes.
import { plainError, type PlainError } from '$core/errors/error';
import type { Progress } from '$core/run/types';
import type { TableClient } from '$bridge/tableClient';
import { tableClient } from '$features/lab';

type Call<T> = (client: TableClient, on: (progress: Progress) => void, signal: AbortSignal) => Promise<T>;

export class Work {
  progress = $state.raw<Progress | null>(null);
  error = $state.raw<PlainError | null>(null);
  running = $state(false);
  #stopper: AbortController | undefined;

  /** The answer; null when it was stopped or failed. */
  async ask<T>(call: Call<T>): Promise<T | null> {
    this.#stopper?.abort();
    const stopper = new AbortController();
    this.#stopper = stopper;
    const current = () => this.#stopper === stopper && !stopper.signal.aborted;
    this.error = null;
    this.progress = null;
    this.running = true;
    try {
      const on = (progress: Progress) => {
        if (current()) this.progress = progress;
      };
      const answer = await call(await tableClient(), on, stopper.signal);
      return current() ? answer : null;
    } catch (error) {
      const plain = plainError(error);
      if (current() && plain.code !== 'aborted') this.error = plain;
      return null;
    } finally {
      if (this.#stopper === stopper) this.running = false;
    }
  }

  stop(): void {
    this.#stopper?.abort();
    this.running = false;
  }
}
