// One question to the reduce worker as it goes on. The last answer stays on screen while a newer one is computed, and
// leaves when that one fails: it would answer another question than the error beside it.
import type { Asked, ReduceClient } from '$bridge/reduceClient';
import { plainError, type PlainError } from '$core/errors/error';
import type { Lab } from '$core/lab/document';
import type { Progress } from '$core/run/types';
import type { DatasetInfo } from '$core/table/types';

let client: Promise<ReduceClient> | undefined;
const reduceClient = () => (client ??= import('$bridge/reduceClient').then((module) => module.createReduceClient()));

/** The lab's data before its selections, reductions and resampling. */
export function askedOf({ seed, roles, labels, rows, features, split, types }: Lab, { sha256 }: DatasetInfo): Asked {
  const { matrix: _matrix, resample: _resample, ...before } = features;
  return { sha256, lab: { seed, roles, labels, rows, features: before, split, types } };
}

export class Asking<T> {
  #result = $state.raw<T | null>(null);
  #progress = $state.raw<Progress | null>(null);
  #error = $state.raw<PlainError | null>(null);
  #running = $state(false);
  #stopper: AbortController | undefined;

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

  async ask(call: (client: ReduceClient, on: (progress: Progress) => void, signal: AbortSignal) => Promise<T>) {
    this.#stopper?.abort();
    const stopper = new AbortController();
    this.#stopper = stopper;
    const current = () => this.#stopper === stopper && !stopper.signal.aborted;
    this.#error = null;
    this.#progress = null;
    this.#running = true;
    try {
      const on = (progress: Progress) => {
        if (current()) this.#progress = progress;
      };
      const result = await call(await reduceClient(), on, stopper.signal);
      if (current()) this.#result = result;
    } catch (error) {
      // Another question may have ended this one: it can be asked again.
      const plain = plainError(error);
      if (!current() || plain.code === 'aborted') return;
      this.#error = plain;
      this.#result = null;
    } finally {
      if (this.#stopper === stopper) this.#running = false;
    }
  }

  stop(): void {
    this.#stopper?.abort();
    this.#running = false;
  }
}
