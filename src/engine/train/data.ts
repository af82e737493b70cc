// Prepared data where an executor can reach it: each split is loaded when first used, once for all trials.
import type { Prepared } from '$core/pipeline/prepared';
import type { DataHandle, Executor } from '../executor';

export type Split = 'train' | 'validation' | 'test';

export class LoadedData {
  private readonly handles = new Map<Split, Promise<DataHandle>>();

  constructor(
    private readonly executor: Executor,
    readonly prepared: Prepared,
  ) {}

  handle(split: Split): Promise<DataHandle> {
    const known = this.handles.get(split);
    if (known) return known;
    const loading = this.executor.load(this.prepared[split]);
    this.handles.set(split, loading);
    // A failed load must not stick: the next trial tries again.
    loading.catch(() => this.handles.delete(split));
    return loading;
  }

  async dispose(): Promise<void> {
    const loaded = await Promise.allSettled(this.handles.values());
    this.handles.clear();
    for (const result of loaded) if (result.status === 'fulfilled') result.value.dispose();
  }
}
