// One kind of inspection of the data set (its look, its checks) as it goes on in the table worker. The last result
// stays on screen while a newer one is computed.
import { plainError, type PlainError } from '$core/errors/error';
import type { Lab } from '$core/lab/document';
import type { Progress } from '$core/run/types';
import type { DatasetInfo } from '$core/table/types';
import type { Inspected, InspectedLab, TableClient } from '$bridge/tableClient';
import { tableClient, type Baselined as Prepared } from '$features/lab';

type Call<T, W> = (client: TableClient, what: W, on: (progress: Progress) => void, signal: AbortSignal) => Promise<T>;

/** What of a lab decides the outcome. */
export const inspected = (lab: Lab, dataset: DatasetInfo): Inspected => ({
  sha256: dataset.sha256,
  labels: lab.labels,
  types: lab.types ?? {},
  roles: lab.roles,
});

/** The same for checks, which also look at how the lab prepares and splits its rows. */
export function inspectedLab(lab: Lab, dataset: DatasetInfo): InspectedLab {
  const { roles, rows, features, split, seed } = lab;
  return { ...inspected(lab, dataset), lab: { roles, rows, features, split, seed } };
}

/** What baselines depend on: all that prepares the lab's data. */
export interface Baselined {
  readonly sha256: string;
  readonly lab: Prepared;
}
export function baselined(lab: Lab, { sha256 }: DatasetInfo): Baselined {
  const { seed, roles, labels, rows, features, split, types } = lab;
  return { sha256, lab: { seed, roles, labels, rows, features, split, types } };
}

export class Inspection<T, W extends { readonly sha256: string } = Inspected> {
  #result = $state.raw<T | null>(null);
  #progress = $state.raw<Progress | null>(null);
  #error = $state.raw<PlainError | null>(null);
  #running = $state(false);
  #stopped = $state(false);
  #key = '';
  #sha256 = '';
  #stopper: AbortController | undefined;

  constructor(private readonly call: Call<T, W>) {}

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
    if (what.sha256 !== this.#sha256) this.#result = null;
    this.#sha256 = what.sha256;
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
      const client = await tableClient();
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
