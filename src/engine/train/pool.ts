// Open executors of a worker, and the data that each of them holds.
import type { ExecutorChoice } from '$core/lab/document';
import type { Prepared } from '$core/pipeline/prepared';
import type { BackendName, Executor } from '../executor';
import { createExecutor, type Created, type executorEntries } from '../executors';
import { LoadedData } from './data';

export class ExecutorPool {
  private readonly open = new Map<BackendName, Promise<Executor>>();
  private readonly data = new Map<string, LoadedData>();
  private readonly said = new Set<string>();
  private readonly entries: typeof executorEntries;

  constructor(entries: typeof executorEntries) {
    const shared = (backend: BackendName) => () => this.opened(backend, entries[backend]);
    this.entries = {
      simd: shared('simd'),
      webgpu: shared('webgpu'),
      webgl: shared('webgl'),
      wasm: shared('wasm'),
      cpu: shared('cpu'),
    };
  }

  private opened(backend: BackendName, open: () => Promise<Executor>): Promise<Executor> {
    const known = this.open.get(backend);
    if (known) return known;
    const opening = open();
    this.open.set(backend, opening);
    return opening;
  }

  /** The executor that runs the choice, opened once. What it passes over is noted the first time only. */
  async create(choice: ExecutorChoice, without: ReadonlySet<BackendName> = new Set()): Promise<Created> {
    const { executor, notes } = await createExecutor(choice, without, this.entries);
    const fresh = notes.filter((note) => !this.said.has(note));
    fresh.forEach((note) => this.said.add(note));
    return { executor, notes: fresh };
  }

  /** One executor by name. Throws `backend-unavailable`; what could not open once is not tried again. */
  get(backend: BackendName): Promise<Executor> {
    return this.entries[backend]();
  }

  /** The data on this executor. */
  dataOn(executor: Executor, dataId: string, prepared: Prepared): LoadedData {
    const key = `${executor.backend}/${dataId}`;
    const known = this.data.get(key);
    if (known) return known;
    const loaded = new LoadedData(executor, prepared);
    this.data.set(key, loaded);
    return loaded;
  }

  /** Frees what all executors hold of the data. */
  async forget(dataId: string): Promise<void> {
    for (const [key, loaded] of this.data) {
      if (!key.endsWith(`/${dataId}`)) continue;
      this.data.delete(key);
      await loaded.dispose();
    }
  }

  /** Drops an executor whose device is gone, with all it held; the next `create` opens it anew. */
  async drop(executor: Executor): Promise<void> {
    this.open.delete(executor.backend);
    for (const [key, loaded] of this.data) {
      if (!key.startsWith(`${executor.backend}/`)) continue;
      this.data.delete(key);
      await loaded.dispose();
    }
    executor.dispose();
  }
}
